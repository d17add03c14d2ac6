namespace AgentFunctions.Core.Memory.Search;

/// <summary>The names of the signals, in the order they are listed.</summary>
public static class MemorySignals
{
    /// <summary>BM25 of the record's own words.</summary>
    public const string Lexical = "lexical";

    /// <summary>How well the turns around it match.</summary>
    public const string Neighbours = "neighbours";

    /// <summary>How well its session matches as a whole.</summary>
    public const string Session = "session";

    /// <summary>The query names its speaker.</summary>
    public const string Speaker = "speaker";

    /// <summary>The query's names are in it or it is about them.</summary>
    public const string Entities = "entities";

    /// <summary>It is of the time asked about, or tells a time where one is asked for.</summary>
    public const string Time = "time";

    /// <summary>Records that match link to it.</summary>
    public const string Links = "links";

    /// <summary>Nearness of its vector.</summary>
    public const string Similarity = "similarity";

    public const string Recency = "recency";

    /// <summary>It says something rather than greets or asks.</summary>
    public const string Substance = "substance";

    public const string Quality = "quality";

    /// <summary>The mean of its usefulness.</summary>
    public const string Usefulness = "usefulness";
}
