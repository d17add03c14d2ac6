namespace AgentFunctions.Core.Secrets;

/// <summary>One page of secrets, in order of name.</summary>
public sealed record SecretPage(IReadOnlyList<SecretInfo> Items, string? NextCursor);
