namespace AgentFunctions.Core.Context.Compression;

/// <summary>What the layers of compression may do to results of tools. Every layer can be turned off on its own.</summary>
public sealed record CompressionOptions
{
    public static CompressionOptions Default { get; } = new();

    /// <summary>Nothing is compressed until a budget demands it; then only whole messages are left out.</summary>
    public static CompressionOptions None { get; } = new() { Duplicates = false, Json = false, Logs = false, Pages = false, Condense = false, Clear = false, Summaries = false };

    /// <summary>Results that stand earlier, the same or nearly so, become a reference. Default true.</summary>
    public bool Duplicates { get; init; } = true;

    /// <summary>From which estimated Jaccard similarity of shingles of three words two results are nearly the same. 0.5..1, default 0.8.</summary>
    public double NearDuplicateThreshold { get; init; } = 0.8;

    /// <summary>JSON in columns, without nulls and empties, without fields known to be unused. Default true.</summary>
    public bool Json { get; init; } = true;

    /// <summary>Logs folded into templates. Default true.</summary>
    public bool Logs { get; init; } = true;

    /// <summary>Pages without markup and furniture. Default true.</summary>
    public bool Pages { get; init; } = true;

    /// <summary>Long results become a synopsis. Default true.</summary>
    public bool Condense { get; init; } = true;

    /// <summary>Old results become one line when the budget's high-water mark is passed. Default true.</summary>
    public bool Clear { get; init; } = true;

    /// <summary>Old prose becomes its most telling sentences when the budget demands it. Default true.</summary>
    public bool Summaries { get; init; } = true;

    /// <summary>How many of the newest rounds of tool calls stay whole, and how many exchanges before the last message of the user. Default 2.</summary>
    public int RecentRounds { get; init; } = 2;

    /// <summary>A result shorter than this stays whole. Tokens, default 200.</summary>
    public int CondenseTokens { get; init; } = 200;

    /// <summary>A result longer than this becomes a synopsis at once, however new. Tokens, default 6,000.</summary>
    public int LargeResultTokens { get; init; } = 6_000;

    /// <summary>Older results are condensed together, once they cost this much, so that the prefix stays as it is between. Tokens, default 6,000.</summary>
    public int BatchTokens { get; init; } = 6_000;

    /// <summary>The most a synopsis may cost, about. Tokens, default 220.</summary>
    public int SynopsisTokens { get; init; } = 220;

    /// <summary>Old results are cleared once a context costs more than this share of its budget. 0..1, default 0.8.</summary>
    public double HighWater { get; init; } = 0.8;

    /// <summary>And until it costs no more than this share. 0..1, default 0.5.</summary>
    public double LowWater { get; init; } = 0.5;

    /// <summary>Above the budget the old part of the conversation gives way until the context costs no more than this share of it: less far than results, which come back by their handles. 0..1, default 0.8.</summary>
    public double ConversationLowWater { get; init; } = 0.8;
}
