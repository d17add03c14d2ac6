namespace AgentFunctions.Core.Anomalies;

/// <summary>What follows an anomaly.</summary>
public enum AnomalyAction
{
    /// <summary>The event <c>usage.anomaly</c>.</summary>
    Notify,

    /// <summary>The event, and the agent is throttled for an hour.</summary>
    Throttle,
}
