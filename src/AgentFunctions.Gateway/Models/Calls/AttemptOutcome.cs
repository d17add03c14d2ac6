namespace AgentFunctions.Gateway.Models.Calls;

/// <summary>How an attempt ended; decides retry, fail-over and the breaker.</summary>
public enum AttemptOutcome
{
    /// <summary>Still running.</summary>
    Pending,

    Succeeded,

    /// <summary>The provider refused the request itself (400, 413, 422...): passed on, never retried.</summary>
    RequestRefused,

    /// <summary>The provider refused us (401, 403...) or the target is not usable as declared: not retried here, another target may serve.</summary>
    TargetRefused,

    /// <summary>A limit of the provider, or of the call, has no room for it: nothing was sent, another target may serve.</summary>
    NotAdmitted,

    /// <summary>429: retried after a short wait, then failed over.</summary>
    Throttled,

    /// <summary>Unreachable, 5xx, or a broken answer before the first byte: retried, then failed over.</summary>
    Failed,

    /// <summary>Too slow: failed over while time remains.</summary>
    TimedOut,

    /// <summary>The stream broke after its first byte had left: nothing more can be done.</summary>
    StreamBroken,

    /// <summary>The caller went away.</summary>
    CallerGone,

    /// <summary>A limit had no room for the rest of a streamed answer: the provider was cancelled.</summary>
    CutShort,
}
