using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Runs.Subjects;

/// <inheritdoc cref="IRunContents"/>
internal sealed class RunContentErasing(
    RunStore runs, RunIndex index, RunWriter writer, RunSteering steering, RunClosing closing, RunScheduler scheduler, RunContentPurge content, OutsideRunEnding outside, IEnumerable<IRunTraces> traces,
    IEnumerable<IRunAnswers> answers) : IRunContents
{
    private const string Reason = "What it was told of a person who is erased is erased.";
    private const string By = "system";
    private const int Attempts = 8;

    public async ValueTask EraseAsync(SubjectScope scope, string agent, string? team, string runId, long since, bool withInput, IErasureTally? tally, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (await runs.FindAsync(scope.TenantId, runId, cancellationToken) is not { } given || given.Agent != agent || given.Team != team) return;
        var met = new HashSet<string>(StringComparer.Ordinal) { given.Id };
        var open = new Queue<(StoredRun Run, bool IsWithin)>([(given, withInput)]);
        while (open.TryDequeue(out var next))
        {
            var (run, isWithin) = next;
            if (run.Purged || (scope.Agent is { } only && run.Agent != only) || !scope.Reaches(run.Team)) continue;
            if (tally is not null && !IsErased(run, since)) await tally.CountAsync([run.Id], cancellationToken);
            await EraseAsync(scope.TenantId, run, since, isWithin, cancellationToken);

            // After it is marked: no fork is made of it from here on, and nothing begins within it.
            await foreach (var (id, within) in AroundAsync(scope.TenantId, run, since, cancellationToken))
                if (met.Add(id) && await runs.FindAsync(scope.TenantId, id, cancellationToken) is { } found) open.Enqueue((found, within));
        }
    }

    private static bool IsErased(StoredRun run, long since) => run.ErasedFrom <= since;

    private async ValueTask EraseAsync(string tenantId, StoredRun run, long since, bool isWithin, CancellationToken cancellationToken)
    {
        if (run.IsOurs)
        {
            run = await EndAndMarkAsync(tenantId, run, since, cancellationToken);
            if (run.Purged) return;

            // The engine's history quotes the steps; a closed run's workflow may not have returned yet, and has nothing left to do.
            if (scheduler.Engine is { } engine)
            {
                var instance = RunWorkflows.InstanceOf(tenantId, run.Id);
                await engine.TerminateAsync(instance, Reason, cancellationToken);
                if (!await engine.PurgeAsync(instance, cancellationToken)) throw new DocumentStoreUnavailableException($"The workflow of runs/{run.Id} has not ended yet.");
            }

            await content.EraseAsync(tenantId, run, since, isWithin, cancellationToken);
        }
        else
        {
            await outside.EndAndMarkAsync(tenantId, run, since, cancellationToken);
        }

        foreach (var part in answers) await part.EraseAsync(tenantId, run.Agent, run.Id, since, cancellationToken);
        foreach (var part in traces) await part.EraseAsync(tenantId, run, since, cancellationToken);
    }

    /// <summary>Over, and known to be erased: from here on nothing is written of it, it is not opened again and nobody takes it over.</summary>
    private async ValueTask<StoredRun> EndAndMarkAsync(string tenantId, StoredRun run, long since, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (!run.IsClosed) await EndAsync(tenantId, run, cancellationToken);
            var marked = await writer.ChangeAsync(
                tenantId,
                run.Id,
                current =>
                {
                    var isNew = current is { IsClosed: true, Purged: false } && !IsErased(current, since);
                    return new(isNew ? new RunChange { Fields = [new PatchOperation.SetValue("erasedFrom", since)], Events = [RunEvents.Verb("erase", By, Reason)] } : null);
                },
                cancellationToken);
            if (marked is null or { IsClosed: true }) return marked ?? run.ToTombstone();

            // It was opened again at that moment.
            run = marked;
        }

        throw new DocumentStoreUnavailableException($"runs/{run.Id} could not be ended.");
    }

    private async ValueTask EndAsync(string tenantId, StoredRun run, CancellationToken cancellationToken)
    {
        if (scheduler.Engine is { } engine) await steering.TerminateAsync(engine, new RunAsked(tenantId, By, Reason), run, cancellationToken);
        else await closing.CloseAsync(tenantId, run.Id, new RunEnding(RunStatus.Terminated) { By = By, Reason = Reason }, cancellationToken);
    }

    /// <summary>The runs that may have heard of it: the one above, which has its answer; those that began within it since; its forks; and those that began with what its end published.</summary>
    private async IAsyncEnumerable<(string Id, bool IsWithin)> AroundAsync(string tenantId, StoredRun run, long since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (run.Parent is { } above) yield return (above, false);
        var filter = DocumentFilter.Or(DocumentFilter.Equal("parent", run.Id), DocumentFilter.Equal("forkOf", run.Id), DocumentFilter.Equal("causedBy", run.Id));
        await foreach (var entry in index.ListAsync(tenantId, RunDocuments.Entries, filter, cancellationToken))
            if (entry.StartedAt >= since) yield return (entry.Id, entry.Parent == run.Id || entry.CausedBy == run.Id);
    }
}
