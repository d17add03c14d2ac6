namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>What a comparison of a counter with the rollups found.</summary>
public enum ReconciliationStatus
{
    /// <summary>The same to the last nano-dollar.</summary>
    Equal,

    /// <summary>Not the same now, while calls are being settled or passed on in this window: look again.</summary>
    Settling,

    /// <summary>The limit was declared or changed within the window, so the counter knows a part of it only.</summary>
    Partial,

    /// <summary>Not the same, and nothing is on its way.</summary>
    Differs,
}
