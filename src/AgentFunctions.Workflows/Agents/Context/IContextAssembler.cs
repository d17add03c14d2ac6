using AgentFunctions.Core.Errors;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>Decides what a model is shown at a turn of a run.</summary>
internal interface IContextAssembler
{
    /// <summary>What the model is shown; or why there is nothing to show: what must stay does not fit.</summary>
    ValueTask<Outcome<AgentContext>> AssembleAsync(AgentTurn turn, CancellationToken cancellationToken);
}
