using AgentFunctions.Core.Inventory.Subjects;

namespace AgentFunctions.Core.Inventory;

/// <summary>An agent, and everything one asks of it in a review.</summary>
public sealed record InventoryItem
{
    public required string Agent { get; init; }

    public string? Owner { get; init; }

    public string? Sponsor { get; init; }

    public string? Team { get; init; }

    /// <summary>Of the team.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];

    public required string State { get; init; }

    /// <summary>Last call as this agent in a team the reader sees; null: none within 90 days.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>Names it may ask for: its own list and its team's together.</summary>
    public required IReadOnlyCollection<string> Models { get; init; }

    /// <summary>What it asked for within <see cref="InventoryReader.UsedWithin"/>, with the last time.</summary>
    public required IReadOnlyList<KeyValuePair<string, DateTimeOffset>> UsedModels { get; init; }

    public required IReadOnlyList<SubjectKey> Keys { get; init; }

    /// <summary>Ids of the quotas that hold for whatever it calls: its own, its team's, the tenant's.</summary>
    public IReadOnlyList<string> Limits { get; init; } = [];

    /// <summary>Names of <see cref="UnownedReasons"/>; none: somebody answers for it.</summary>
    public required IReadOnlyList<string> UnownedReasons { get; init; }
}
