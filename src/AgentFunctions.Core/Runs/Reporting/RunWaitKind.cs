namespace AgentFunctions.Core.Runs.Reporting;

/// <summary>What is waited for. On the wire: the name in camelCase.</summary>
public enum RunWaitKind
{
    /// <summary>People: what they agree to, answer or know.</summary>
    Approval,

    Event,

    Time,

    /// <summary>A run within it. What that one waits for is listed as well.</summary>
    Run,

    /// <summary>A limit, or somebody who is away; the step is tried again.</summary>
    Retry,
}
