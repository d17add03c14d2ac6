namespace AgentFunctions.Core.Memory.Declaration;

/// <summary>What an agent's memory may use. Source: API.md, agents.</summary>
public sealed record AgentMemorySpec
{
    public const string OfEndUser = "endUser";

    public const string OfAll = "all";

    /// <summary>A model for embeddings that the agent may call; searches then count nearness as well. null: words and structure alone, no model is asked.</summary>
    public string? Embeddings { get; set; }

    /// <summary>A model that reads sessions for facts, where the operator has them read at all; null: fixed forms alone, no model is asked.</summary>
    public ExtractionSpec? Extraction { get; set; }

    /// <summary>Records that a run is shown from its first turn on, found by its input; null: none, agents search by the tool <c>memory.search</c>.</summary>
    public RecallSpec? Recall { get; set; }

    /// <summary>
    /// Whose records runs and calls on behalf of somebody are given. <see cref="OfEndUser"/> (default): what is about that person or was said by them, and what is of nobody. <see cref="OfAll"/>: everything, for agents that serve
    /// one team rather than customers.
    /// </summary>
    public string Subjects { get; set; } = OfEndUser;

    /// <summary>Whose records the agent is given on behalf of somebody; null: whoever they are of.</summary>
    public static string? SubjectOf(AgentMemorySpec? spec, string? endUser) => spec?.Subjects == OfAll ? null : endUser;
}
