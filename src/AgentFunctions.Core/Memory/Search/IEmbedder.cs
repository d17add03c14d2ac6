namespace AgentFunctions.Core.Memory.Search;

/// <summary>Turns text into vectors, through the gateway and its limits. Without one, memory is searched by words and structure alone.</summary>
public interface IEmbedder
{
    /// <summary>The model that makes the agent's vectors; null: it has none, or there is no such agent.</summary>
    ValueTask<string?> FindModelAsync(string tenantId, string agent, CancellationToken cancellationToken);

    /// <summary>One vector a text, in order; null where the agent may not or cannot have them now (no model, no budget).</summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<float>>?> EmbedAsync(string tenantId, string agent, IReadOnlyList<string> texts, CancellationToken cancellationToken);
}
