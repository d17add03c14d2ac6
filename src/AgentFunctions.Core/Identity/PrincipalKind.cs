namespace AgentFunctions.Core.Identity;

/// <summary>Who acts. API.md, Authentication, says who reaches what.</summary>
public enum PrincipalKind
{
    Agent,
    Operator,
    Approver,
    Auditor,
    App,

    /// <summary>The bootstrap key: every operator right in every tenant.</summary>
    Platform,
}
