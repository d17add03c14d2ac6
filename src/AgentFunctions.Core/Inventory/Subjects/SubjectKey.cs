namespace AgentFunctions.Core.Inventory.Subjects;

/// <summary>A key of an agent or a principal.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ExpiresAt">null: never.</param>
/// <param name="LastUsedAt">Up to a minute behind; null: not within <see cref="Activity.ActivityRetention.KeyUses"/>.</param>
/// <param name="State"><c>revoked</c>, <c>expired</c>, <c>pending</c>, else its operating state.</param>
/// <param name="Models">What it is restricted to; null: nothing.</param>
public sealed record SubjectKey(string Id, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt, string State, IReadOnlyList<string>? Models);
