using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reading;

/// <summary>Reads the parameters of <c>GET /api/usage</c>; what cannot be answered is refused with what can.</summary>
public static class UsageQueryParser
{
    /// <summary>Groups that <c>top</c> may name.</summary>
    public const int MaxTop = 500;

    private static readonly string Names = string.Join(", ", UsageDimensions.All.Select(UsageDimensions.Name));

    /// <param name="values">The values of a parameter; empty where it is not given.</param>
    /// <param name="now">The end where none is given.</param>
    public static Outcome<UsageQuery> Parse(Func<string, IReadOnlyList<string>> values, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(values);
        var by = new List<UsageDimension>();
        foreach (var name in Split(values("by")))
        {
            if (UsageDimensions.Find(name) is not { } dimension) return ApiErrors.InvalidRequest("by", $"by takes {Names}; several are separated by commas.");
            if (!by.Contains(dimension)) by.Add(dimension);
        }

        if (by.Contains(UsageDimension.Session) && !by.Contains(UsageDimension.Agent)) by.Insert(by.IndexOf(UsageDimension.Session), UsageDimension.Agent);
        if (!TryReadGranularity(First(values, "granularity"), out var granularity)) return ApiErrors.InvalidRequest("granularity", "granularity must be minute, hour, day or month, or left out for one row over the whole span.");
        int? top = null;
        if (First(values, "top") is { } text)
        {
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > MaxTop) return ApiErrors.InvalidRequest("top", $"top must be a number from 1 to {MaxTop}.");
            if (by.Count == 0) return ApiErrors.InvalidRequest("top", "top needs by: it names the dearest of them.");
            top = number;
        }

        var filters = Filters(values);
        var tag = First(values, "tag");
        var query = new UsageQuery { From = now, To = now, Granularity = granularity, By = by, Filters = filters, Tag = tag, Top = top };
        if (Refusal(query) is { } refusal) return refusal;
        var span = UsageSpan.Parse(First(values, "from"), First(values, "to"), query, now);
        return span.Error is { } wrong ? wrong : query with { From = span.Value!.From, To = span.Value.To };
    }

    private static ApiError? Refusal(UsageQuery query)
    {
        var singles = query.By.Concat(query.Filters.Keys).Where(UsageDimensions.IsSingle).Concat(query.Tag is null ? [] : [UsageDimension.Tag]).Distinct().ToList();
        if (singles.Contains(UsageDimension.Tag) && query.Tag is null) return ApiErrors.InvalidRequest("tag", "tag must name the tag whose values are meant, such as tag=project.");
        if (singles.Count > 1)
        {
            return ApiErrors.InvalidRequest(
                "by", $"{string.Join(" and ", singles.Select(UsageDimensions.Name))} cannot be combined: a query takes one of run, session, endUser and tag, with any of agent, team, costCentre, model, provider and key.");
        }

        return singles.Count == 1 && query.Granularity == UsageGranularity.Minute
            ? ApiErrors.InvalidRequest("granularity", $"granularity minute is kept for agent, team, costCentre, model, provider and key; {UsageDimensions.Name(singles[0])} takes hour, day or month.")
            : null;
    }

    private static Dictionary<UsageDimension, IReadOnlyList<string>> Filters(Func<string, IReadOnlyList<string>> values)
    {
        var filters = new Dictionary<UsageDimension, IReadOnlyList<string>>();
        foreach (var dimension in UsageDimensions.All)
        {
            // What callers name themselves may hold commas.
            var given = dimension == UsageDimension.Tag ? values("tagValue") : values(UsageDimensions.Name(dimension));
            var wanted = UsageDimensions.IsSingle(dimension) ? [.. given.Where(static v => v.Length > 0).Select(static v => RollupKeys.Cut(v)!)] : Split(given).ToList();
            if (wanted.Count > 0) filters[dimension] = wanted;
        }

        return filters;
    }

    private static bool TryReadGranularity(string? text, out UsageGranularity granularity)
    {
        granularity = UsageGranularity.Whole;
        if (text is null) return true;
        foreach (var value in Enum.GetValues<UsageGranularity>())
        {
            if (value == UsageGranularity.Whole || System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString()) != text) continue;
            granularity = value;
            return true;
        }

        return false;
    }

    private static string? First(Func<string, IReadOnlyList<string>> values, string name) => values(name) is [{ Length: > 0 } value, ..] ? value : null;

    private static IEnumerable<string> Split(IReadOnlyList<string> values) =>
        values.SelectMany(static v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal);
}
