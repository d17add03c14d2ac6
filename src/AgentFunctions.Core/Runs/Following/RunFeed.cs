using System.Globalization;
using System.Runtime.CompilerServices;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Runs.Writing;

namespace AgentFunctions.Core.Runs.Following;

/// <summary>
/// The events of runs: in pages, or as they happen. Who follows is woken by what this process writes, and looks every <see cref="Poll"/> for what others do; a look is one point read while nothing happens.
/// </summary>
public sealed class RunFeed
{
    /// <summary>How often those who follow look.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private const int PageSize = 100;

    private readonly IDocumentStore _documents;
    private readonly RunStore _runs;
    private readonly RunSignals _signals;
    private readonly TimeProvider _time;

    internal RunFeed(IDocumentStore documents, RunStore runs, RunSignals signals, TimeProvider time) => (_documents, _runs, _signals, _time) = (documents, runs, signals, time);

    /// <summary>A page of events.</summary>
    public async ValueTask<Outcome<RunEventPage>> ListAsync(RunViewer viewer, string runId, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be a number from 1 to {ResourceStore.MaxLimit}.");
        var after = 0L;
        if (cursor is not null && (!long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after) || after < 1 || after > DocumentLimits.MaxInteger))
            return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        if (!ResourceIds.IsValid(runId) || await _runs.FindAsync(viewer.TenantId, runId, cancellationToken) is not { } run || !viewer.Sees(run)) return RunErrors.NotFound(runId);
        var items = await ReadAsync(viewer.TenantId, runId, after, count, cancellationToken);
        return new RunEventPage(items, items.Count == count && items[^1].Seq < run.Seq ? items[^1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Events after a number, as they happen, to the end of the run; null each time nothing happened for <paramref name="quiet"/>. Ends as well where the viewer does not see the run any more.</summary>
    public async IAsyncEnumerable<RunEvent?> FollowAsync(RunViewer viewer, string runId, long after, TimeSpan quiet, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        var key = new RunKey(viewer.TenantId, runId);
        var told = _time.GetTimestamp();
        while (true)
        {
            var next = _signals.Next(key);
            if (await _runs.FindAsync(viewer.TenantId, runId, cancellationToken) is not { } run || !viewer.Sees(run)) yield break;
            if (run.Seq > after)
            {
                var events = await ReadAsync(viewer.TenantId, runId, after, PageSize, cancellationToken);
                foreach (var item in events) yield return item;

                // Events are written with the number: where they are gone, the run is being purged.
                if (events.Count == 0) yield break;
                (after, told) = (events[^1].Seq, _time.GetTimestamp());
                continue;
            }

            // Of a run whose agent lives elsewhere there are no events.
            if (run.IsClosed || !run.IsOurs)
            {
                _signals.Set(key);
                yield break;
            }

            await WaitAsync(next, quiet < Poll ? quiet : Poll, cancellationToken);
            if (_time.GetElapsedTime(told) < quiet) continue;
            yield return null;
            told = _time.GetTimestamp();
        }
    }

    /// <summary>Waits for the end of a run; as it is when it ended, or when the time was over. null where it is gone.</summary>
    public async ValueTask<Run?> WaitForEndAsync(string tenantId, string runId, TimeSpan longest, CancellationToken cancellationToken)
    {
        var key = new RunKey(tenantId, runId);
        var begun = _time.GetTimestamp();
        while (true)
        {
            var next = _signals.Next(key);
            if (await _runs.FindAsync(tenantId, runId, cancellationToken) is not { Purged: false } run) return null;
            var left = longest - _time.GetElapsedTime(begun);
            if (run.IsClosed || left <= TimeSpan.Zero)
            {
                // Nobody will, and what waits for it besides looks once more.
                _signals.Set(key);
                return run.ToRun();
            }

            await WaitAsync(next, left < Poll ? left : Poll, cancellationToken);
        }
    }

    private async ValueTask<IReadOnlyList<RunEvent>> ReadAsync(string tenantId, string runId, long after, int count, CancellationToken cancellationToken)
    {
        var items = new List<RunEvent>();
        var query = new DocumentQuery(Limit: count, IdPrefix: RunDocuments.Events, IdAfter: RunDocuments.EventId(after));
        do
        {
            var page = await _documents.QueryAsync(RunDocuments.RunPartition(tenantId, runId), query, cancellationToken);
            items.AddRange(page.Items.Select(StoredEvent.Read).Take(count - items.Count).Select(static e => new RunEvent(e.Seq, DateTimeOffset.FromUnixTimeMilliseconds(e.At), e.Type, e.Data)));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null && items.Count < count);
        return items;
    }

    private async ValueTask WaitAsync(Task next, TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            await next.WaitAsync(longest, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // As good as a signal.
        }
    }
}
