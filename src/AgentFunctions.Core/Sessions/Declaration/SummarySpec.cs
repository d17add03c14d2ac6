namespace AgentFunctions.Core.Sessions.Declaration;

/// <summary>A model that writes a summary of what a context leaves out.</summary>
public sealed record SummarySpec
{
    /// <summary>Tokens of a summary where nothing else is said.</summary>
    public const int DefaultMaxTokens = 400;

    /// <summary>A model that the agent may call.</summary>
    public string Model { get; set; } = "";

    /// <summary>Tokens of a summary, and what is kept free for it in every context; 50 to 4000, default 400.</summary>
    public int MaxTokens { get; set; } = DefaultMaxTokens;
}
