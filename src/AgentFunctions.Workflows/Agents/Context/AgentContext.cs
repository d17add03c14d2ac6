using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>What a model is shown at a turn.</summary>
/// <param name="Messages">In order, as OpenAI's chat completions take them.</param>
/// <param name="State">For the turn after it; null where nothing was assembled.</param>
/// <param name="Measured">What it cost and how much of it was of use; null where that was not measured.</param>
internal sealed record AgentContext(IReadOnlyList<JsonElement> Messages, ContextState? State, RunStepContext? Measured)
{
    /// <summary>What it shows of memory; null for nothing.</summary>
    public RecalledMemory? Recalled { get; init; }
}
