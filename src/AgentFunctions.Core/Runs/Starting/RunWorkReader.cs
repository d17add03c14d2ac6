using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>Runs for the activities that do them, and runs within runs.</summary>
internal sealed class RunWorkReader(RunStore store, RunTargets targets, RunCreation creation, RunTrees trees) : IRunWork
{
    public async ValueTask<RunWork?> FindAsync(string tenantId, string runId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(tenantId, runId, cancellationToken) is not { IsOurs: true, Purged: false } run) return null;
        return await store.FindWorkAsync(tenantId, runId, cancellationToken) is { } work ? work.ToWork(tenantId, run) with { PublishedBy = await store.PublishersOfAsync(tenantId, run, cancellationToken) } : null;
    }

    public async ValueTask<RunResult?> FindResultAsync(string tenantId, string runId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(tenantId, runId, cancellationToken) is not { IsOurs: true, IsClosed: true } run) return null;
        var end = await store.FindEndAsync(tenantId, runId, cancellationToken);
        return new RunResult(run.State, end?.Output, end?.Error?.Code, end?.Error?.Message);
    }

    public async ValueTask<Outcome<RunWork>> StartChildAsync(string tenantId, ChildRun child, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(child);
        var id = RunIds.OfChild(child.ParentRunId, child.StepId);
        if (await FindAsync(tenantId, id, cancellationToken) is { } before) return before;
        if (await store.FindAsync(tenantId, child.ParentRunId, cancellationToken) is not { IsOurs: true } parent || await store.FindWorkAsync(tenantId, parent.Id, cancellationToken) is not { } stored)
            return RunErrors.NotFound(child.ParentRunId);
        var work = stored.ToWork(tenantId, parent);
        if (parent.IsClosed) return RunErrors.NotThere(work.Run, "start a run within it");
        if (work.Limits.Depth < 1) return RunErrors.TooDeep(parent.Id);
        var plan = await targets.FindAsync(tenantId, child.Target, static _ => true, cancellationToken);
        if (plan.Value is not { } target) return plan.Error!;
        if (target.Team is not null && parent.Team is not null && target.Team != parent.Team) return RunErrors.OtherTeam(child.Target);
        if (child.Target.Kind == RunTargetKind.Agent && target.Handoff is { } contract && InputSchema.Compile(contract).Validate(child.Input, "input", $"The work handed to agents/{child.Target.Id}") is { } broken) return broken;
        if (child.Target.Kind == RunTargetKind.Agent && AgentInput.Problem(child.Input, "input") is { } wrong) return wrong;
        if (await trees.TryAddAsync(tenantId, parent, cancellationToken) is { } top) return RunErrors.TooMany(top);
        var run = await creation.CreateAsync(
            tenantId,
            new RunDraft(id, child.Target, target.Agent, target.Team ?? parent.Team, work.StartedBy, BodyHash: "child")
            {
                Input = child.Input,
                InputLabel = work.InputLabel.Least(child.InputLabel ?? ContentLabel.Unknown).Least(target.OfUsers),
                Session = parent.Session,
                EndUser = parent.EndUser,
                Limits = RunLimitRules.OfChild(child, target.Limits, work.Limits, creation.Now),
                Pins = await targets.PinAsync(tenantId, child.Target, work.Pins, cancellationToken),
                EventDepth = parent.EventDepth,
                PublishedBy = RunPeople.Of([.. await store.PublishersOfAsync(tenantId, parent, cancellationToken), RunPeople.Agent(parent.Agent)]),
                Parent = parent.Id,
                ParentStep = child.StepId,
                Above = parent.Budgets ?? [],
            },
            isScheduledByUs: false,
            cancellationToken);
        return await FindAsync(tenantId, run.Id, cancellationToken) is { } created ? created : RunErrors.NotFound(run.Id);
    }
}
