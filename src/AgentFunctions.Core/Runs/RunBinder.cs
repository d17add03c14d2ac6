using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Runs;

/// <summary>
/// Binds calls to runs: a new id begins a run, an open one of the same agent and team is joined, every other is refused. An answer rests on what the store said at most <see cref="MaxAge"/> ago, so a run that was closed
/// takes no call after that anywhere, and none at all in the process that closed it. While a run is known, a call costs nothing; otherwise one point read, and the first call of a run its creation.
/// </summary>
public sealed class RunBinder
{
    /// <summary>How old what is known of a run may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(2);

    // Each further try means that another process changed the run in between.
    private const int Attempts = 4;

    private readonly RunStore _store;
    private readonly KnownRuns _known;
    private readonly TimeProvider _time;
    private readonly long _idle;
    private readonly long _interval;

    internal RunBinder(RunStore store, KnownRuns known, IOptions<RunsOptions> options, TimeProvider time)
    {
        (_store, _known, _time) = (store, known, time);
        (_idle, _interval) = ((long)options.Value.IdleTimeout.TotalMilliseconds, (long)options.Value.LastSeenInterval.TotalMilliseconds);
    }

    /// <summary>null: the call belongs to the run. Else why not.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said; refuse the call.</exception>
    public ValueTask<ApiError?> BindAsync(RunBinding binding, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (_known.Find(new RunKey(binding.TenantId, binding.RunId)) is { } known && known.Decide(now, _time, MaxAge, _idle) is { } run)
        {
            if (Refusal(run, binding) is { } refusal) return new(refusal);
            if (known.See(now)) return new((ApiError?)null);
        }

        return AskAsync(binding, now, cancellationToken);
    }

    /// <summary>Who started a run of ours, <c>operator/ops</c>, null for one that a call began, or that is nowhere; and who published the events behind it.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said.</exception>
    public async ValueTask<(string? StartedBy, IReadOnlyList<string> PublishedBy)> FindStarterAsync(string tenantId, string runId, CancellationToken cancellationToken) =>
        await _store.FindAsync(tenantId, runId, cancellationToken) is { } run ? (run.StartedBy, await _store.PublishersOfAsync(tenantId, run, cancellationToken)) : (null, []);

    /// <summary>On whose behalf a run of ours runs; null where nobody said, for one that a call began, and for another agent's.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said.</exception>
    public async ValueTask<string?> FindEndUserAsync(string tenantId, string agent, string? team, string runId, CancellationToken cancellationToken) =>
        await _store.FindAsync(tenantId, runId, cancellationToken) is { } run && run.Agent == agent && run.Team == team ? run.EndUser : null;

    /// <summary>What a run of ours was given and what its steps came to are worth together; of one that a call began, and of another agent's, nothing is known here.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said.</exception>
    public async ValueTask<ContentLabel> FindSeenAsync(string tenantId, string agent, string? team, string runId, CancellationToken cancellationToken)
    {
        if (await _store.FindAsync(tenantId, runId, cancellationToken) is not { IsOurs: true } run || run.Agent != agent || run.Team != team) return ContentLabel.Best;
        return ((await _store.FindWorkAsync(tenantId, runId, cancellationToken))?.InputLabel ?? ContentLabel.Unknown).Least(run.StepsLabel ?? ContentLabel.Best);
    }

    /// <summary>Whether there is such a run, open or over, and it is this agent's.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said.</exception>
    public async ValueTask<bool> IsOfAsync(string tenantId, string agent, string? team, string runId, CancellationToken cancellationToken) =>
        await _store.FindAsync(tenantId, runId, cancellationToken) is { } run && run.Agent == agent && run.Team == team;

    /// <summary>Whether what the run says is erased with a person whose content it was given: nothing that is under way for it is kept any more.</summary>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said.</exception>
    public async ValueTask<bool> IsErasedAsync(string tenantId, string runId, CancellationToken cancellationToken) =>
        await _store.FindAsync(tenantId, runId, cancellationToken) is { Purged: true } or { ErasedFrom: not null };

    private async ValueTask<ApiError?> AskAsync(RunBinding binding, long now, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Attempts; i++)
        {
            var asked = _time.GetTimestamp();
            var run = await _store.FindAsync(binding.TenantId, binding.RunId, cancellationToken) ?? await _store.CreateAsync(binding.TenantId, New(binding, now), cancellationToken);
            if (run is null) continue;
            if (Refusal(run, binding) is null && run.LastSeenAt + _idle <= now)
            {
                // Due to be closed: whoever writes first has it.
                if (await _store.TouchAsync(binding.TenantId, binding.RunId, now, cancellationToken) != DocumentStatus.Ok) continue;
                run = run with { LastSeenAt = now };
            }

            return await JoinAsync(binding, run, asked, now, cancellationToken);
        }

        return RunErrors.Unsettled;
    }

    private async ValueTask<ApiError?> JoinAsync(RunBinding binding, StoredRun run, long asked, long now, CancellationToken cancellationToken)
    {
        var known = _known.Keep(new RunKey(binding.TenantId, binding.RunId), run, asked);
        if (Refusal(run, binding) is { } refusal) return refusal;
        if (known?.See(now) != true && run.LastSeenAt + _interval <= now) await _store.TouchAsync(binding.TenantId, binding.RunId, now, cancellationToken);
        return null;
    }

    private static ApiError? Refusal(StoredRun run, RunBinding binding)
    {
        if (run.Agent != binding.Agent || run.Team != binding.Team) return RunErrors.NotYours;
        return run.IsClosed ? RunErrors.Closed(run.State) : null;
    }

    private static StoredRun New(RunBinding binding, long now) => new()
    {
        Id = binding.RunId,
        Agent = binding.Agent,
        Team = binding.Team,
        Session = binding.Session,
        Status = RunStatuses.ToName(RunStatus.Running),
        Origin = Run.External,
        StartedAt = now,
        LastSeenAt = now,
        Entry = RunDocuments.EntryOf(binding.RunId, binding.Agent, binding.Team, now),
    };
}
