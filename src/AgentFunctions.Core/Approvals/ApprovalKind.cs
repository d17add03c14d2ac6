namespace AgentFunctions.Core.Approvals;

/// <summary>What is asked of people. On the wire: the name in camelCase.</summary>
public enum ApprovalKind
{
    /// <summary>May this be done? <c>approve</c> or <c>deny</c>.</summary>
    Action,

    /// <summary>Did it take effect? <c>happened</c> or <c>didNotHappen</c>.</summary>
    Outcome,

    /// <summary>Input that a schema describes: <c>answer</c> with a value.</summary>
    Input,
}
