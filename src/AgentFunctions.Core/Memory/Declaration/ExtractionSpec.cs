namespace AgentFunctions.Core.Memory.Declaration;

/// <summary>A model that reads what people say in the agent's sessions for facts, in place of the fixed forms.</summary>
public sealed record ExtractionSpec
{
    /// <summary>Tokens of an answer where nothing else is said.</summary>
    public const int DefaultMaxTokens = 1000;

    /// <summary>A model that the agent may call.</summary>
    public string Model { get; set; } = "";

    /// <summary>Tokens of an answer; 100 to 8000, default 1000.</summary>
    public int MaxTokens { get; set; } = DefaultMaxTokens;
}
