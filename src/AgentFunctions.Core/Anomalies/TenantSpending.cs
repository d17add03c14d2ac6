using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Anomalies;

/// <summary>The latest windows of a tenant, and how far its events are in them. Not thread-safe.</summary>
internal sealed class TenantSpending
{
    /// <summary>What ended longer ago is nobody's concern any more, as after a downtime.</summary>
    private static readonly TimeSpan ToldLate = TimeSpan.FromMinutes(30);
    private readonly Dictionary<DateTimeOffset, SpendWindow> _windows = [];

    /// <summary>Offset of the latest event in the windows; null where there is none.</summary>
    public long? Offset { get; set; }

    /// <summary>Adds an event to its window; null where that is over for long.</summary>
    public SpendWindow? Add(UsageEvent value, DateTimeOffset now)
    {
        var start = SpendWindow.StartOf(value.Subject.At);
        if (start + SpendWindow.Length < now - ToldLate) return null;
        if (!_windows.TryGetValue(start, out var window))
        {
            foreach (var old in _windows.Keys.Where(old => old + SpendWindow.Length < now - ToldLate).ToList()) _windows.Remove(old);
            _windows[start] = window = new SpendWindow(start);
        }

        window.Add(value);
        return window;
    }
}
