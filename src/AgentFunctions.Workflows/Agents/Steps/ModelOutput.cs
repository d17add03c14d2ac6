using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>What came out of a model step; the transcript of a run is read from these and from the outputs of its calls.</summary>
internal sealed record ModelOutput
{
    /// <summary>The assistant's message as it goes back to the model.</summary>
    public required JsonElement Message { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>The model step before; null for the first.</summary>
    public string? Previous { get; init; }

    /// <summary>What it wants called, in the order of <c>tool_calls</c> of <see cref="Message"/>.</summary>
    public IReadOnlyList<ProposedCall> Calls { get; init; } = [];

    /// <summary>The answer, where it calls nothing: text, or what the agent's output schema describes.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>How the context that it was shown was left, for the next one; null where none was assembled.</summary>
    public ContextState? Context { get; init; }

    /// <summary>What the run is shown of its agent's memory; of the first model step, null where that is nothing.</summary>
    public RecalledMemory? Recalled { get; init; }

    /// <summary>The answer does not fit the schema: what the model is told next.</summary>
    public string? Repair { get; init; }
}
