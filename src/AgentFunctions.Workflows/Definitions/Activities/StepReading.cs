using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Definitions.Activities;

/// <summary>Finds the run and the step of its definition that an activity is to do.</summary>
internal sealed class StepReading(IRunWork runs, IDefinitionSource definitions)
{
    /// <summary>Exactly one is set: both of run and step, or why there is none.</summary>
    public async ValueTask<(RunWork? Work, TStep? Step, StepResult? Refused)> FindAsync<TStep>(StepInput input, CancellationToken cancellationToken)
        where TStep : DefinitionStep
    {
        if (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is not { } work) return (null, null, Gone("The run is gone."));
        if (await definitions.FindAsync(work, cancellationToken) is not { } pinned) return (null, null, Gone("The version of the workflow that the run goes by is not kept any more."));
        return pinned.Find(input.Key) is TStep step ? (work, step, null) : (null, null, Gone($"The workflow has no such step '{input.Key}'."));
    }

    private static StepResult Gone(string message) => StepResult.Failed(new RunFault(404, ErrorCodes.NotFound, message), isFatal: true);
}
