namespace AgentFunctions.Core.Secrets;

/// <summary>What may be known of a stored secret.</summary>
public sealed record SecretInfo(string Name, IReadOnlyList<string> Hosts, DateTimeOffset UpdatedAt);
