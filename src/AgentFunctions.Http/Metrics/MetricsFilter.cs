using System.Text;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Telemetry;

namespace AgentFunctions.Http.Metrics;

/// <summary>
/// Takes out of a page of metrics what its reader may not see: series of other tenants and teams, and series of no tenant, which speak of the process and so of everybody. What it does not understand it leaves out.
/// </summary>
internal static class MetricsFilter
{
    private const string End = "# EOF";

    /// <param name="page">Prometheus or OpenMetrics text.</param>
    /// <param name="tenant">The reader's.</param>
    /// <param name="teams">The reader's.</param>
    public static string Apply(string page, string tenant, TeamFilter teams)
    {
        var kept = new StringBuilder();
        var header = new StringBuilder();
        var isHeaderOver = false;
        foreach (var range in page.AsSpan().Split('\n'))
        {
            var line = page.AsSpan()[range];
            if (line.StartsWith("#") && !line.StartsWith(End))
            {
                // The lines about a metric stay if one of its series does.
                if (isHeaderOver) header.Clear();
                isHeaderOver = false;
                header.Append(line).Append('\n');
                continue;
            }

            isHeaderOver = true;
            if (line.StartsWith(End)) kept.Append(End).Append('\n');
            if (!IsVisible(line, tenant, teams)) continue;
            kept.Append(header).Append(line).Append('\n');
            header.Clear();
        }

        return kept.ToString();
    }

    private static bool IsVisible(ReadOnlySpan<char> line, string tenant, TeamFilter teams)
    {
        var open = line.IndexOf('{');
        if (open < 0) return false;
        string? owner = null;
        string? team = null;
        for (var rest = line[(open + 1)..]; SeriesLabel.TryRead(ref rest, out var name, out var value);)
        {
            if (name.SequenceEqual(TelemetryAttributes.MetricTenant)) owner = value.ToString();
            else if (name.SequenceEqual(TelemetryAttributes.MetricTeam)) team = value.ToString();
        }

        return owner == tenant && (teams.IsAll || teams.Includes(team));
    }
}
