namespace AgentFunctions.Core.Activity;

/// <summary>How activity is recorded.</summary>
public sealed class ActivityOptions
{
    /// <summary>How often what was counted is written; also the most that a killed process loses. Default 1 s.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Counters kept in memory, about 500 bytes each: one for a key, agent, team, model and hour. Default 100,000; beyond that, while the store is out of reach, calls are not counted and a log line says how many.</summary>
    public int MaxCounters { get; set; } = 100_000;

    /// <summary>How often the time of a key's last use is written while it is in use; bounds the staleness of <c>lastUsedAt</c>. Default 1 minute.</summary>
    public TimeSpan LastUseInterval { get; set; } = TimeSpan.FromMinutes(1);
}
