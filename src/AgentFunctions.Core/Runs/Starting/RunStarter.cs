using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Agents;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs.Storage;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Runs.Starting;

/// <summary>
/// Starts runs of ours. The run is written first, then handed to the engine; what is written and not handed over, a job hands over. With a key the same start finds the same run, whatever was broken off before.
/// </summary>
public sealed class RunStarter
{
    private readonly RunTargets _targets;
    private readonly RunIds _ids;
    private readonly RunCreation _creation;
    private readonly RunScheduler _scheduler;
    private readonly RunStore _store;
    private readonly ILogger<RunStarter> _logger;

    internal RunStarter(RunTargets targets, RunIds ids, RunCreation creation, RunScheduler scheduler, RunStore store, ILogger<RunStarter> logger) =>
        (_targets, _ids, _creation, _scheduler, _store, _logger) = (targets, ids, creation, scheduler, store, logger);

    /// <summary>Starts a run, or finds the one that was started with the key.</summary>
    /// <exception cref="DocumentStoreUnavailableException">Nothing is known; the same start again, with its key, finds out.</exception>
    public async ValueTask<Outcome<Run>> StartAsync(RunInitiator initiator, RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(initiator);
        ArgumentNullException.ThrowIfNull(request);
        var tenantId = initiator.TenantId;
        var runId = request.IdempotencyKey is { } key ? await _ids.OfAsync(tenantId, initiator.By, request.Target.ToString(), key, cancellationToken) : RunIds.New();
        var hash = HashOf(request);
        if (request.IdempotencyKey is not null && await _store.FindAsync(tenantId, runId, cancellationToken) is { } before) return IsOfOtherTeam(request, before.Team) ? RunErrors.NotOfTeam(request.Target) : await AgainAsync(tenantId, before, hash, cancellationToken);
        var plan = await _targets.FindAsync(tenantId, request.Target, team => initiator.MayStart(request.Target, team), cancellationToken);
        if (plan.Value is not { } target) return plan.Error!;
        if (IsOfOtherTeam(request, target.Team)) return RunErrors.NotOfTeam(request.Target);
        if (_scheduler.Engine is null) return RunErrors.NoEngine;
        if (target.Input is { } schema && InputSchema.Compile(schema).Validate(request.Input, "input", "The input") is { } unfit) return unfit;
        if (request.Target.Kind == RunTargetKind.Agent && AgentInput.Problem(request.Input, "input") is { } wrong) return wrong;
        var draft = new RunDraft(runId, request.Target, target.Agent, target.Team, initiator.By, hash)
        {
            Input = request.Input,
            InputLabel = request.InputLabel.Least(target.OfUsers),
            Session = request.Session,
            EndUser = request.EndUser,
            EventDepth = request.EventDepth,
            CausedBy = request.CausedBy,
            PublishedBy = RunPeople.Of([.. request.PublishedBy, .. initiator.Behind]),
            Limits = RunLimitRules.Of(request.Target.Kind, request.Limits, target.Limits, _creation.Now),
            Pins = await _targets.PinAsync(tenantId, request.Target, null, cancellationToken),
        };
        return await StartAsync(tenantId, draft, cancellationToken);
    }

    /// <summary>Writes and schedules what is ready to run.</summary>
    internal async ValueTask<Outcome<Run>> StartAsync(string tenantId, RunDraft draft, CancellationToken cancellationToken)
    {
        var run = await _creation.CreateAsync(tenantId, draft, isScheduledByUs: true, cancellationToken);
        return await AgainAsync(tenantId, run, draft.BodyHash, cancellationToken);
    }

    /// <summary>The run of a start that came before, or this moment: the same one, or another under the same key.</summary>
    internal async ValueTask<Outcome<Run>> AgainAsync(string tenantId, StoredRun run, string hash, CancellationToken cancellationToken)
    {
        if (run.Purged) return RunErrors.KeyPurged;
        if (await _store.FindWorkAsync(tenantId, run.Id, cancellationToken) is not { } work || work.BodyHash != hash) return RunErrors.IdempotencyMismatch;
        if (run.Scheduled || run.IsClosed) return run.ToRun();
        try
        {
            await _scheduler.ScheduleAsync(tenantId, run, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            // It is written, which is what was asked for; the job schedules it.
            RunLog.NotScheduled(_logger, run.Id);
        }

        return run.ToRun();
    }

    private static bool IsOfOtherTeam(RunRequest request, string? team) => request.Team is { } named && named != team;

    private static string HashOf(RunRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(1024);
        using (var json = new System.Text.Json.Utf8JsonWriter(buffer)) request.Input.WriteTo(json);
        hash.AppendData(buffer.WrittenSpan);
        hash.AppendData(Encoding.UTF8.GetBytes($"\n{request.Target}\n{request.Session}\n{request.Limits}"));
        if (request.EndUser is { } person) hash.AppendData(Encoding.UTF8.GetBytes("\n" + person));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
