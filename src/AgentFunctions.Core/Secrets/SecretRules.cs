namespace AgentFunctions.Core.Secrets;

/// <summary>What a secret may be used for.</summary>
/// <param name="Hosts">Declared hosts; null: the host of the provider that names it.</param>
/// <param name="Team">Team that owns it; null: the tenant.</param>
internal sealed record SecretRules(IReadOnlyList<string>? Hosts, string? Team);
