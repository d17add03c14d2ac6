namespace AgentFunctions.Core.Memory.Declaration;

/// <summary>What an agent's memory may use. Source: API.md, agents.</summary>
public sealed record AgentMemorySpec
{
    /// <summary>A model for embeddings that the agent may call; searches then count nearness as well. null: words and structure alone, no model is asked.</summary>
    public string? Embeddings { get; set; }
}
