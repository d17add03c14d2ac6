namespace AgentFunctions.Core.Secrets;

/// <summary>What may be known of a stored secret.</summary>
/// <param name="Name">As <c>secretRef</c> gives it.</param>
/// <param name="Hosts">Where it may be sent.</param>
/// <param name="UpdatedAt">When its value was set last.</param>
/// <param name="Team">Team that owns it; null: the tenant.</param>
/// <param name="Version">Counts its values; 0 where a vault does not say.</param>
/// <param name="PreviousUntil">Until when the value before is used where this one is refused; null: no longer.</param>
public sealed record SecretInfo(string Name, IReadOnlyList<string> Hosts, DateTimeOffset UpdatedAt, string? Team = null, long Version = 1, DateTimeOffset? PreviousUntil = null);
