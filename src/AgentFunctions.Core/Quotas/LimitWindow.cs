namespace AgentFunctions.Core.Quotas;

/// <summary>The time over which a limit counts. UTC calendar; the window's id is part of the counter's key, so nothing resets.</summary>
public enum LimitWindow
{
    /// <summary>Of concurrency, which has none.</summary>
    None,
    Minute,
    Hour,
    Day,
    Month,

    /// <summary>Each run by itself; calls without a run are not counted.</summary>
    Run,

    /// <summary>Never ends.</summary>
    Total,
}
