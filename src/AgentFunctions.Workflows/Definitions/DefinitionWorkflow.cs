using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents;
using AgentFunctions.Workflows.Definitions.Activities;
using AgentFunctions.Workflows.Definitions.Running;

namespace AgentFunctions.Workflows.Definitions;

/// <summary>
/// A run of a workflow that is declared as data, in the version that the run pinned. The workflow knows where it is and what is small; everything else is in the journal and in payloads of the run. Its history begins anew after
/// a few dozen activities, so a loop of ten thousand rounds has a short one.
/// </summary>
internal sealed class DefinitionWorkflow(IDefinitionTrace? trace) : Workflow<DefinitionState, RunEnd>
{
    public override async Task<RunEnd> RunAsync(IWorkflowContext context, DefinitionState input)
    {
        var (plan, spec) = await LoadAsync(context, input);
        if (plan.Closed is { } closed) return new RunEnd(input.RunId, closed);
        var root = StopScope.Root();
        if (plan.IsCancelling) root.Stop(StopReason.Cancelled);
        using var listening = new CancellationTokenSource();
        var heard = plan.IsCancelling ? Task.CompletedTask : CancelAsync(context, root, listening.Token);
        var deadline = plan.Deadline is { } due ? DeadlineAsync(context, root, due, listening.Token) : Task.CompletedTask;
        var definition = spec is { } json ? DefinitionReader.Read(json) : new Definition { Steps = [] };
        var run = new DefinitionRun(context, input, plan, definition, root, trace);
        RunEnd? end;
        try
        {
            end = await new RunEnding(run, new StepRunner(run), root).RunAsync();
        }
        finally
        {
            // An instance ends, fails or begins anew only when nothing waits any more.
            Pauses.End(listening);
        }

        await Task.WhenAll(heard, deadline);
        if (end is not null) return end;
        context.ContinueAsNew(input);
        return new RunEnd(input.RunId, RunStatuses.ToName(RunStatus.Running));
    }

    private static async Task<(DefinitionPlan Plan, JsonElement? Spec)> LoadAsync(IWorkflowContext context, DefinitionState state)
    {
        var plan = await context.CallActivityAsync(DefinitionActivities.Load, new LoadInput(state.TenantId, state.RunId, 0), AgentActivities.Retries);
        if (plan.Parts == 0) return (plan, null);
        var text = new List<byte>(plan.Part);
        for (var part = 1; part < plan.Parts; part++)
            text.AddRange((await context.CallActivityAsync(DefinitionActivities.Load, new LoadInput(state.TenantId, state.RunId, part), AgentActivities.Retries)).Part);
        using var document = JsonDocument.Parse(text.ToArray());
        return (plan, document.RootElement.Clone());
    }

    private static async Task CancelAsync(IWorkflowContext context, StopScope root, CancellationToken cancellationToken)
    {
        try
        {
            await context.WaitForEventAsync<JsonElement>(RunWorkflows.CancelEvent, null, cancellationToken);
            root.Stop(StopReason.Cancelled);
        }
        catch (OperationCanceledException)
        {
            // It ended by itself, or begins anew and listens again.
        }
    }

    private static async Task DeadlineAsync(IWorkflowContext context, StopScope root, DateTimeOffset due, CancellationToken cancellationToken)
    {
        try
        {
            await context.CreateTimerAsync(due, cancellationToken);
            root.Stop(StopReason.Deadline);
        }
        catch (OperationCanceledException)
        {
            // It was over before.
        }
    }
}
