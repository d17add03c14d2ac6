namespace AgentFunctions.Core.Activity;

/// <summary>How a call ended, as activity counts it.</summary>
public enum ActivityOutcome
{
    Succeeded,

    /// <summary>The product said no: no right, no such model, a limit, a malformed request.</summary>
    Refused,

    /// <summary>It was let in and went wrong: a provider's error, a broken stream, a caller that left, an error of ours.</summary>
    Failed,
}
