namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>Finds facts with a model, through the gateway and its limits. Optional; what it says is held to the same gates, with the label of the message it names.</summary>
public interface IModelExtractor
{
    /// <summary>null where the agent may not or cannot have a model now (none, no budget).</summary>
    ValueTask<IReadOnlyList<ExtractedFact>?> ExtractAsync(string tenantId, string agent, IReadOnlyList<ExtractionMessage> messages, CancellationToken cancellationToken);
}
