namespace AgentFunctions.Core.Approvals;

/// <summary>Where a request stands. On the wire: the name in camelCase.</summary>
public enum ApprovalStatus
{
    Pending,

    /// <summary>Approved, answered or said what happened; may be used once.</summary>
    Approved,
    Denied,

    /// <summary>Nobody decided in time; means no.</summary>
    Expired,

    /// <summary>What was approved was begun.</summary>
    Used,

    /// <summary>Its run ended, or what it asked about changed.</summary>
    Withdrawn,
}
