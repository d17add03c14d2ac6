namespace AgentFunctions.Core.Activity.Reading;

/// <summary>What was done in one hour with one key, as one agent of one team, for one model.</summary>
public sealed record ActivityRow
{
    /// <summary>Begin of the hour.</summary>
    public required DateTimeOffset Hour { get; init; }

    public required string Key { get; init; }

    /// <summary>null: acting for no agent.</summary>
    public string? Agent { get; init; }

    /// <summary>The agent's team at the time; null: none.</summary>
    public string? Team { get; init; }

    public required ActivitySurface Surface { get; init; }

    /// <summary>null: a call for no model, or for one that was refused before it was found.</summary>
    public string? Model { get; init; }

    public long Requests { get; init; }

    public long Failures { get; init; }

    public long Refusals { get; init; }

    public IReadOnlyDictionary<string, long> RefusalsByCode { get; init; } = new Dictionary<string, long>();

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    /// <summary>Orders the rows of an hour.</summary>
    internal string SortKey => $"{(int)Surface}/{Team}/{Key}/{Agent}/{Model}";
}
