using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reading;

/// <summary>Answers questions about usage from the rollups. Usage stays with the team that spent it, and a reader sees that of their teams.</summary>
public sealed class UsageReader
{
    /// <summary>Rows of an answer; a query that has more is refused.</summary>
    public const int MaxRows = 50_000;

    private readonly RollupReader _rollups;

    internal UsageReader(RollupReader rollups) => _rollups = rollups;

    /// <summary>The whole answer; the refusal where it is too long.</summary>
    /// <exception cref="DocumentStoreUnavailableException">The store is out of reach.</exception>
    public async ValueTask<Outcome<UsageAnswer>> ReadAsync(string tenantId, TeamFilter teams, UsageQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var groups = new Dictionary<UsageGroup, UsageTotals>();
        var hashed = query.Family == RollupFamily.Base ? null : query.Tag is { } tag ? [RollupKeys.Cut(tag)!] : query.Filters.FirstOrDefault(static f => UsageDimensions.IsSingle(f.Key)).Value;
        var filter = Filter(teams, query);
        foreach (var segment in RollupSegment.Of(query))
        {
            await foreach (var row in _rollups.ReadAsync(tenantId, query.Family, segment, hashed, filter, cancellationToken))
            {
                if (!teams.Includes(row.Key.Dimensions.Team) || !IsWanted(row.Key, query)) continue;
                var group = GroupOf(row.Key, query);
                if (!groups.TryGetValue(group, out var totals))
                {
                    if (groups.Count == MaxRows) return ApiErrors.InvalidRequest("by", $"The answer has more than {MaxRows} rows. Ask for a shorter span, fewer dimensions, a coarser granularity, or filter.");
                    groups[group] = totals = new UsageTotals();
                }

                totals.Add(row.Totals);
            }
        }

        // What corrections emptied is nothing.
        var rows = groups.Where(static g => !g.Value.IsZero).Select(static g => (Group: g.Key, Totals: g.Value)).ToList();
        var total = new UsageTotals();
        foreach (var (_, totals) in rows) total.Add(totals);
        return new UsageAnswer(query, query.Top is { } top ? TopRows.Of(rows, top) : [.. rows.OrderBy(static r => r.Group).Select(static r => ToRow(r.Group, r.Totals))], total);
    }

    internal static UsageRow ToRow(UsageGroup group, UsageTotals totals) => new(DateTimeOffset.FromUnixTimeSeconds(group.Begin), group.Values, totals);

    private static UsageGroup GroupOf(in RollupKey key, UsageQuery query)
    {
        var begin = query.Granularity == UsageGranularity.Whole ? query.From : UsageSpan.Floor(query.Granularity, DateTimeOffset.FromUnixTimeSeconds(key.Bucket));
        var values = new string?[query.By.Count];
        for (var i = 0; i < values.Length; i++) values[i] = UsageDimensions.Value(key, query.By[i]);
        return new UsageGroup(begin.ToUnixTimeSeconds(), values);
    }

    /// <summary>Again, whatever the store left out: hashes in ids may meet, and the store knows only some filters.</summary>
    private static bool IsWanted(in RollupKey key, UsageQuery query)
    {
        if (query.Tag is not null && key.Name != RollupKeys.Cut(query.Tag)) return false;
        foreach (var (dimension, wanted) in query.Filters)
        {
            if (UsageDimensions.Value(key, dimension) is not { } value || !wanted.Contains(value, StringComparer.Ordinal)) return false;
        }

        return true;
    }

    private static DocumentFilter.All? Filter(TeamFilter teams, UsageQuery query)
    {
        var all = new List<DocumentFilter>();
        foreach (var (dimension, wanted) in query.Filters)
        {
            if (!UsageDimensions.IsSingle(dimension) && wanted.Count <= DocumentLimits.MaxOneOfValues) all.Add(OneOf(UsageDimensions.Name(dimension), wanted));
        }

        if (!teams.IsAll && teams.Teams.Count <= DocumentLimits.MaxOneOfValues) all.Add(OneOf("team", teams.Teams));
        return all.Count == 0 ? null : new DocumentFilter.All(all);
    }

    private static DocumentFilter.OneOf OneOf(string path, IEnumerable<string> values) => new(path, [.. values.Select(static v => (DocumentValue)v)]);
}
