namespace AgentFunctions.Core.Approvals;

/// <summary>What a person said. On the wire: the name in camelCase.</summary>
public enum ApprovalDecision
{
    Approve,
    Deny,
    Happened,
    DidNotHappen,
    Answer,
}
