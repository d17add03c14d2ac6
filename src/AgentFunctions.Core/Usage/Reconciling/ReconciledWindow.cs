using System.Globalization;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage.Folding;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>A window of the calendar, from its id.</summary>
internal sealed record ReconciledWindow(string Id, LimitWindow Kind, DateTimeOffset From, DateTimeOffset To)
{
    private static readonly (string Prefix, LimitWindow Kind, string Format)[] Forms =
    [
        ("minute:", LimitWindow.Minute, "yyyy-MM-dd'T'HH:mm"), ("hour:", LimitWindow.Hour, "yyyy-MM-dd'T'HH"), ("day:", LimitWindow.Day, "yyyy-MM-dd"), ("month:", LimitWindow.Month, "yyyy-MM"),
    ];

    /// <summary>The rows that hold it. Runs and sessions have none by minute: null.</summary>
    public RollupLevel? LevelOf(RollupFamily family) => (Kind, family) switch
    {
        (LimitWindow.Minute, RollupFamily.Base) => RollupLevel.Minute,
        (LimitWindow.Minute, _) => null,
        (LimitWindow.Day or LimitWindow.Month, RollupFamily.Base) => RollupLevel.Day,
        _ => RollupLevel.Hour,
    };

    /// <summary>null for windows that do not follow the calendar: those of a run, and those without an end.</summary>
    public static ReconciledWindow? Parse(string id)
    {
        foreach (var (prefix, kind, format) in Forms)
        {
            if (!id.StartsWith(prefix, StringComparison.Ordinal)
                || !DateTimeOffset.TryParseExact(id.AsSpan(prefix.Length), format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var from))
            {
                continue;
            }

            return new ReconciledWindow(id, kind, from, LimitWindows.EndsAt(kind, from)!.Value);
        }

        return null;
    }
}
