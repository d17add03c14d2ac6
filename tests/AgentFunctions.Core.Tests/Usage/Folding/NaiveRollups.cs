using System.Globalization;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Tests.Usage.Folding;

/// <summary>What rollups must be, computed the plain way: the highest revision of every attempt, added up under each of its labels. And the rows of a store in the same form.</summary>
internal static class NaiveRollups
{
    public static SortedDictionary<string, string> Of(IEnumerable<UsageEvent> events)
    {
        var sums = new Dictionary<string, (long[] Amounts, Dictionary<string, long> Outcomes)>(StringComparer.Ordinal);
        foreach (var value in events.GroupBy(static e => (e.Subject.CallId, e.Usage.Attempt)).Select(static g => g.MaxBy(static e => e.Revision)!))
        {
            var amounts = Amounts(value);
            foreach (var label in Labels(value))
            {
                if (!sums.TryGetValue(label, out var sum)) sums[label] = sum = (new long[amounts.Length], []);
                for (var i = 0; i < amounts.Length; i++) sum.Amounts[i] += amounts[i];
                if (value.Usage.Outcome != "not_sent") sum.Outcomes[value.Usage.Outcome] = sum.Outcomes.GetValueOrDefault(value.Usage.Outcome) + 1;
            }
        }

        return Sorted(sums.Select(static s => (s.Key, Text(s.Value.Amounts, s.Value.Outcomes))));
    }

    public static async Task<SortedDictionary<string, string>> ReadAsync(IDocumentStore store, IEnumerable<DateTimeOffset> months)
    {
        // Rows of several shards are added up, as whoever reads them does.
        var sums = new Dictionary<string, (long[] Amounts, Dictionary<string, long> Outcomes)>(StringComparer.Ordinal);
        foreach (var month in months)
        {
            foreach (var (family, level) in Enum.GetValues<RollupFamily>().SelectMany(static f => Enum.GetValues<RollupLevel>().Select(l => (f, l))))
            {
                await foreach (var document in AllAsync(store, RollupDocuments.Partition(UsageScript.Tenant, month.ToUnixTimeSeconds()), RollupDocuments.Prefix(family, level)))
                {
                    var row = RollupJson.Read(level, family, document.Body.Span);
                    var dimensions = row.Key.Dimensions;
                    var label = $"{level} {row.Key.Bucket} {family} {row.Key.Name}={row.Key.Value} {dimensions.Team}/{dimensions.CostCentre}/{dimensions.Agent}/{dimensions.Model}/{dimensions.Provider}/{dimensions.Key}";
                    var amounts = Enum.GetValues<UsageMeasure>().Select(m => row.Totals[m]).ToArray();
                    if (!sums.TryGetValue(label, out var sum)) sums[label] = sum = (new long[amounts.Length], []);
                    for (var i = 0; i < amounts.Length; i++) sum.Amounts[i] += amounts[i];
                    foreach (var (outcome, count) in row.Totals.Outcomes) sum.Outcomes[outcome] = sum.Outcomes.GetValueOrDefault(outcome) + count;
                }
            }
        }

        return Sorted(sums.Select(static s => (s.Key, Text(s.Value.Amounts, s.Value.Outcomes.Where(static o => o.Value != 0)))));
    }

    private static async IAsyncEnumerable<Document> AllAsync(IDocumentStore store, DocumentPartition partition, string prefix)
    {
        var query = new DocumentQuery(IdPrefix: prefix, Limit: 500);
        do
        {
            var page = await store.QueryAsync(partition, query, CancellationToken.None);
            foreach (var document in page.Items) yield return document;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    private static long[] Amounts(UsageEvent value)
    {
        var (usage, tokens) = (value.Usage, value.Usage.Tokens);
        return
        [
            value.Requests, usage.Outcome == "not_sent" ? 0 : 1, tokens.Input, tokens.CachedInput, tokens.CacheWrite, tokens.AudioInput, tokens.Output, tokens.Reasoning, tokens.AudioOutput, usage.AgenticInput,
            usage.AgenticOutput, usage.Bytes, usage.Cost.Total.Value, usage.Cost.Reasoning.Value, usage.Cost.Agentic.Value, usage.IsEstimated ? 1 : 0, usage.IsCounted ? 1 : 0, usage.IsUnpriced ? 1 : 0,
        ];
    }

    private static IEnumerable<string> Labels(UsageEvent value)
    {
        var subject = value.Subject;
        var at = subject.At.UtcDateTime;
        var rest = $"{subject.Team}/{subject.CostCentre}/{subject.Agent}/{subject.Model}/{value.Usage.Provider}/{subject.Key}";
        var hour = $"Hour {Unix(new DateTime(at.Year, at.Month, at.Day, at.Hour, 0, 0, DateTimeKind.Utc))}";
        yield return $"{hour} Base = {rest}";
        yield return $"Day {Unix(at.Date)} Base = {rest}";
        if (at >= UsageScript.Now.UtcDateTime.AddDays(-3)) yield return $"Minute {Unix(new DateTime(at.Year, at.Month, at.Day, at.Hour, at.Minute, 0, DateTimeKind.Utc))} Base = {rest}";
        if ((at.Day == 1 && at.Hour < 14) || at.AddHours(15).Month != at.Month) yield return $"Quarter {Unix(new DateTime(at.Year, at.Month, at.Day, at.Hour, at.Minute / 15 * 15, 0, DateTimeKind.Utc))} Base = {rest}";
        if (subject.Run is not null) yield return $"{hour} Run ={subject.Run} {rest}";
        if (subject.Session is not null) yield return $"{hour} Session ={subject.Session} {rest}";
        if (subject.EndUser is not null) yield return $"{hour} EndUser ={subject.EndUser} {rest}";
        foreach (var (name, tag) in subject.Tags ?? new Dictionary<string, string>()) yield return $"{hour} Tag {name}={tag} {rest}";
    }

    private static long Unix(DateTime at) => new DateTimeOffset(at, TimeSpan.Zero).ToUnixTimeSeconds();

    private static string Text(IEnumerable<long> amounts, IEnumerable<KeyValuePair<string, long>> outcomes) =>
        string.Join(' ', amounts.Select(static a => a.ToString(CultureInfo.InvariantCulture)).Concat(outcomes.OrderBy(static o => o.Key, StringComparer.Ordinal).Select(static o => $"{o.Key}:{o.Value}")));

    /// <summary>Rows of nothing but zeros are no rows: what a correction emptied.</summary>
    private static SortedDictionary<string, string> Sorted(IEnumerable<(string Label, string Text)> rows) =>
        new(rows.Where(static r => r.Text.Any(static c => c is >= '1' and <= '9')).ToDictionary(static r => r.Label, static r => r.Text), StringComparer.Ordinal);
}
