namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>An event about to be stored.</summary>
public sealed record EventDraft
{
    public required string Topic { get; init; }

    public required CloudEvent Event { get; init; }

    /// <summary>Team it belongs to; null: the tenant.</summary>
    public string? Team { get; init; }

    /// <summary>Who published it, <c>app/shop</c>.</summary>
    public required string By { get; init; }

    /// <summary>The people and agents it goes back to, where <see cref="By"/> is none.</summary>
    internal IReadOnlyList<string>? Behind { get; init; }

    /// <summary>The subscription whose schedule or webhook it comes from.</summary>
    internal string? Origin { get; init; }

    /// <summary>Nobody keeps it where no subscription takes it and no hub carries it.</summary>
    internal bool OnlyIfTaken { get; init; }

    /// <summary>Its sender signs no time: that it came is remembered long after the event itself is gone.</summary>
    internal bool IsTimeless { get; init; }
}
