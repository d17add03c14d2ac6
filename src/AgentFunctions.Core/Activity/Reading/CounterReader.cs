using System.Runtime.CompilerServices;
using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Activity.Reading;

/// <summary>An owner's rows, hour by hour: the counters of all processes added up.</summary>
internal sealed class CounterReader(IDocumentStore store)
{
    /// <summary>Hours in order, each with its rows in order; hours without any are left out.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="prefix">Begins the owner's ids.</param>
    /// <param name="from">First hour.</param>
    /// <param name="to">Last hour.</param>
    /// <param name="isVisible">Which counters count.</param>
    /// <param name="descending">The newest hour first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async IAsyncEnumerable<IReadOnlyList<ActivityRow>> ReadAsync(
        string tenantId, string prefix, long from, long to, Predicate<StoredCounter> isVisible, bool descending, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, ActivityRow>(StringComparer.Ordinal);
        DateTimeOffset? hour = null;
        await foreach (var counter in CountersAsync(tenantId, prefix, from, to, descending, cancellationToken))
        {
            if (!isVisible(counter)) continue;
            if (hour is not null && hour != counter.Hour)
            {
                yield return InOrder(rows);
                rows.Clear();
            }

            hour = counter.Hour;
            var row = RowOf(counter);
            rows[row.SortKey] = rows.TryGetValue(row.SortKey, out var known) ? Sum(known, row) : row;
        }

        if (rows.Count > 0) yield return InOrder(rows);
    }

    private async IAsyncEnumerable<StoredCounter> CountersAsync(
        string tenantId, string prefix, long from, long to, bool descending, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var (partition, first) in Months(tenantId, from, to, descending))
        {
            // Ids go on after the hour, so that an hour's are greater than the hour alone.
            var query = new DocumentQuery(IdPrefix: prefix, IdAfter: prefix + ActivityDocuments.HourText(first), Descending: descending);
            do
            {
                var page = await store.QueryAsync(partition, query, cancellationToken);
                foreach (var document in page.Items) yield return StoredCounter.Read(document);
                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);
        }
    }

    private static IEnumerable<(DocumentPartition Partition, long First)> Months(string tenantId, long from, long to, bool descending)
    {
        var months = new List<(DocumentPartition, long)>();
        for (var hour = from; hour <= to; hour = ActivityDocuments.NextMonth(hour)) months.Add((ActivityDocuments.CounterPartition(tenantId, hour), hour));
        return descending ? Enumerable.Reverse(months) : months;
    }

    private static List<ActivityRow> InOrder(Dictionary<string, ActivityRow> rows) => [.. rows.OrderBy(static r => r.Key, StringComparer.Ordinal).Select(static r => r.Value)];

    private static ActivityRow RowOf(StoredCounter counter) => new()
    {
        Hour = counter.Hour, Key = counter.Key, Agent = counter.Agent, Team = counter.Team, Surface = counter.Surface, Model = counter.Model, Requests = counter.Requests, Failures = counter.Failures,
        Refusals = counter.Refusals, RefusalsByCode = counter.Codes ?? [], InputTokens = counter.InputTokens, OutputTokens = counter.OutputTokens, FirstAt = counter.FirstAt, LastAt = counter.LastAt,
    };

    private static ActivityRow Sum(ActivityRow one, ActivityRow other) => one with
    {
        Requests = one.Requests + other.Requests,
        Failures = one.Failures + other.Failures,
        Refusals = one.Refusals + other.Refusals,
        RefusalsByCode = one.RefusalsByCode.Concat(other.RefusalsByCode).GroupBy(static c => c.Key, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Sum(c => c.Value), StringComparer.Ordinal),
        InputTokens = one.InputTokens + other.InputTokens,
        OutputTokens = one.OutputTokens + other.OutputTokens,
        FirstAt = one.FirstAt < other.FirstAt ? one.FirstAt : other.FirstAt,
        LastAt = one.LastAt > other.LastAt ? one.LastAt : other.LastAt,
    };
}
