using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Agents.Steps;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>Walks a run's journal backwards to the next call that took effect and whose tool says how it is undone.</summary>
internal sealed class NextCompensationActivity(IRunWork runs, IAgentBlueprints blueprints, IRunJournal journal, StepContent content) : Activity<CompensationInput, CompensationStep>
{
    public override async Task<CompensationStep> RunAsync(CompensationInput input, CancellationToken cancellationToken)
    {
        var none = new CompensationStep(null, null, null, 0, new CompensationCursor(null, 0));
        if (await runs.FindAsync(input.TenantId, input.RunId, cancellationToken) is not { } work || await blueprints.FindAsync(work, cancellationToken) is not { } blueprint) return none;
        if (!blueprint.Tools.Any(static tool => tool.Compensation is not null)) return none;
        var (modelStep, before) = input.From;
        while (modelStep is not null)
        {
            var step = await journal.FindAsync(input.TenantId, input.RunId, modelStep, cancellationToken);

            // The turn that was broken off has no output, and so no calls.
            if (step?.Output is not { } written) return none;
            var output = await content.ReadAsync(input.TenantId, input.RunId, written, AgentJson.Default.ModelOutput, cancellationToken);
            for (var i = Math.Min(before, output.Calls.Count) - 1; i >= 0; i--)
            {
                var call = output.Calls[i];
                if (call is not { Kind: ProposedCallKind.Tool, StepId: { } stepId } || blueprint.Tools.FirstOrDefault(tool => tool.Id == call.Target)?.Compensation is not { } undo) continue;
                if (await journal.FindAsync(input.TenantId, input.RunId, stepId, cancellationToken) is { Status: RunStepStatus.Succeeded, IsCopied: false })
                    return new CompensationStep(stepId, undo.Tool, modelStep, i, new CompensationCursor(modelStep, i));
            }

            (modelStep, before) = (output.Previous, int.MaxValue);
        }

        return none;
    }
}
