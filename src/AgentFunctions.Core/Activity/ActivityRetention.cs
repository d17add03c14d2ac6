namespace AgentFunctions.Core.Activity;

/// <summary>How long activity is kept.</summary>
public static class ActivityRetention
{
    /// <summary>Counters, from the end of their hour; also which models an agent used, from the last use of each.</summary>
    public static readonly TimeSpan Counters = TimeSpan.FromDays(90);

    /// <summary>When a key was last used, from that use: longer than any period between two access reviews.</summary>
    public static readonly TimeSpan KeyUses = TimeSpan.FromDays(400);
}
