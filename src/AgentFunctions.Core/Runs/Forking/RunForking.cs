using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Forking;

/// <summary>
/// Forks runs of ours: a new run of the same target in the same versions, whose steps up to a point are there already. The workflow asks for each step as ever and is given what is recorded, in every engine alike. A step whose
/// input is another than then is done anew.
/// </summary>
public sealed class RunForking
{
    private readonly RunStore _store;
    private readonly RunStepWrites _steps;
    private readonly RunTargets _targets;
    private readonly RunIds _ids;
    private readonly RunStarter _starter;
    private readonly RunScheduler _scheduler;
    private readonly IPayloadStore _payloads;
    private readonly TimeProvider _time;

    internal RunForking(RunStore store, RunStepWrites steps, RunTargets targets, RunIds ids, RunStarter starter, RunScheduler scheduler, IPayloadStore payloads, TimeProvider time) =>
        (_store, _steps, _targets, _ids, _starter, _scheduler, _payloads, _time) = (store, steps, targets, ids, starter, scheduler, payloads, time);

    /// <summary>Starts the fork; the new run.</summary>
    /// <param name="viewer">Must be allowed to read the run: the fork shows what it was given and did.</param>
    /// <param name="initiator">Must be allowed to start its target, in the run's team as well.</param>
    /// <param name="runId">The run that is forked, open or closed.</param>
    /// <param name="request">From where, and what is to be different.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Outcome<Run>> ForkAsync(RunViewer viewer, RunInitiator initiator, string runId, RunForkRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(initiator);
        ArgumentNullException.ThrowIfNull(request);
        var tenantId = viewer.TenantId;
        if (!ResourceIds.IsValid(runId) || await _store.FindAsync(tenantId, runId, cancellationToken) is not { } source || !viewer.Sees(source)) return RunErrors.NotFound(runId);
        if (!source.IsOurs) return RunErrors.External(runId, "fork");
        if (source.ErasedFrom is not null) return RunErrors.Erased(runId, "fork");
        if (_scheduler.Engine is null) return RunErrors.NoEngine;
        if (await _store.FindWorkAsync(tenantId, runId, cancellationToken) is not { } stored) return RunErrors.NotFound(runId);
        var work = stored.ToWork(tenantId, source);
        if (!initiator.MayStart(work.Target, source.Team)) return RunErrors.NotFound(runId);
        var forkId = request.IdempotencyKey is { } key ? await _ids.OfAsync(tenantId, initiator.By, $"runs/{runId}/fork", key, cancellationToken) : RunIds.New();
        var hash = HashOf(runId, request);
        if (request.IdempotencyKey is not null && await _store.FindAsync(tenantId, forkId, cancellationToken) is { } before) return await _starter.AgainAsync(tenantId, before, hash, cancellationToken);
        var plan = await _targets.FindAsync(tenantId, work.Target, team => initiator.MayStart(work.Target, team), cancellationToken);
        if (plan.Value is not { } target) return plan.Error!;
        if (request.Input is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } given && target.Input is { } schema && InputSchema.Compile(schema).Validate(given, "overrides.input", "The input") is { } unfit) return unfit;
        if (request.Input is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } other && work.Target.Kind == RunTargetKind.Agent && AgentInput.Problem(other, "overrides.input") is { } wrong) return wrong;
        var steps = await CopyAsync(tenantId, runId, forkId, work.Target.Kind, request, cancellationToken);
        if (steps.Value is not { } copies) return steps.Error!;
        return await _starter.StartAsync(
            tenantId,
            new RunDraft(forkId, work.Target, target.Agent, target.Team, initiator.By, hash)
            {
                Input = request.Input is { ValueKind: not System.Text.Json.JsonValueKind.Undefined } input
                    ? input
                    : await _payloads.ResolveAsync(tenantId, RunDocuments.OwnerOf(runId), work.Input, cancellationToken) ?? RunJson.Null,

                // Another input makes it worth no more: what is taken from the record may still rest on the first.
                InputLabel = work.InputLabel.Least(target.OfUsers),
                Session = source.Session,
                EndUser = source.EndUser,
                Limits = work.Limits with { Deadline = work.Limits.Deadline is { } deadline ? _time.GetUtcNow() + (deadline - work.Run.StartedAt) : null },
                Pins = work.Pins,
                EventDepth = source.EventDepth,

                // Who started the one has no more say in what follows from it than whoever forks it.
                PublishedBy = RunPeople.Of([.. await _store.PublishersOfAsync(tenantId, source, cancellationToken), source.StartedBy, .. initiator.Behind]),
                ForkOf = runId,
                Steps = copies,
            },
            cancellationToken);
    }

    private async ValueTask<Outcome<List<StoredStep>>> CopyAsync(string tenantId, string runId, string forkId, RunTargetKind kind, RunForkRequest request, CancellationToken cancellationToken)
    {
        var known = await ForkSteps.ReadAsync(_steps, tenantId, runId, cancellationToken);
        var from = known.Find("fromStep", request.FromStep);
        if (from.Value is not { } fromStep) return from.Error!;
        var given = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Outputs)
        {
            var named = known.Find("overrides.outputs", name);
            if (named.Value is not { } id) return named.Error!;
            if (!given.TryAdd(id, value)) return RunErrors.GivenTwice(id);
        }

        var copies = new List<StoredStep>();
        RunStep? undoing = null;
        await foreach (var found in _steps.ListAsync(tenantId, runId, null, null, cancellationToken))
        {
            var step = found.Step;
            var isGiven = given.TryGetValue(step.Id, out var output);

            // What people agreed to was the other run's, and nobody agrees in their place: a fork asks anew.
            if (step.Kind == RunStepKind.Approval)
            {
                if (isGiven) return RunErrors.NotGiven(step.Id);
                continue;
            }

            if (isGiven && kind == RunTargetKind.Agent)
            {
                if (GivenOutputs.OfAgentStep(step.Kind, output) is not { } made) return RunErrors.NotGivenToAgents(step.Id);
                output = made;
            }

            if (step.Kind == RunStepKind.Compensation && string.CompareOrdinal(step.Id, fromStep) >= 0) undoing = step;
            if (!isGiven && (string.CompareOrdinal(step.Id, fromStep) >= 0 || step.Status is not (RunStepStatus.Succeeded or RunStepStatus.Failed))) continue;

            // What it cost, and the approval it used up, are the other run's.
            var copy = step with { CallIds = [], ApprovalId = null, Usage = null, Input = await MoveAsync(tenantId, runId, step.Input, cancellationToken) };
            copy = isGiven
                ? copy with { Status = RunStepStatus.Succeeded, EndedAt = step.EndedAt ?? _time.GetUtcNow(), Output = output, Error = null, Label = ContentLabel.Unknown }
                : copy with { Output = await MoveAsync(tenantId, runId, step.Output, cancellationToken) };
            copies.Add(new StoredStep { Step = await _steps.FitAsync(tenantId, forkId, copy, cancellationToken), Copied = true, Given = isGiven || found.Given });
        }

        // The record does not say which of them it undid.
        return undoing is not null && copies.FirstOrDefault(static copy => !copy.Given && copy.Step is { Status: RunStepStatus.Succeeded, Kind: RunStepKind.Tool or RunStepKind.Agent or RunStepKind.Workflow }) is { } taken
            ? RunErrors.Undone(runId, undoing.Id, taken.Step.Id)
            : copies;
    }

    private async ValueTask<System.Text.Json.JsonElement?> MoveAsync(string tenantId, string runId, System.Text.Json.JsonElement? content, CancellationToken cancellationToken) =>
        content is { } json ? await _payloads.ResolveAsync(tenantId, RunDocuments.OwnerOf(runId), json, cancellationToken) : null;

    private static string HashOf(string runId, RunForkRequest request)
    {
        var text = new StringBuilder().Append(runId).Append('\n').Append(request.FromStep).Append('\n').Append(request.Input?.GetRawText());
        foreach (var (step, output) in request.Outputs.OrderBy(static o => o.Key, StringComparer.Ordinal)) text.Append('\n').Append(step).Append('=').Append(output.GetRawText());
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
