using System.Text.Json;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>Decides what a model is shown at a turn of a run.</summary>
internal interface IContextAssembler
{
    /// <summary>The messages, in order, as OpenAI's chat completions take them.</summary>
    ValueTask<IReadOnlyList<JsonElement>> AssembleAsync(AgentTurn turn, CancellationToken cancellationToken);
}
