namespace AgentFunctions.Core.Quotas;

/// <summary>What a limit counts. docs/limits.md says exactly what counts.</summary>
public enum LimitUnit
{
    /// <summary>Money, in nano-dollars.</summary>
    Usd,

    /// <summary>Input and output tokens together.</summary>
    Tokens,

    /// <summary>Admitted calls; for a provider, attempts.</summary>
    Requests,

    /// <summary>Bytes of bodies sent out.</summary>
    Bytes,

    /// <summary>Calls at the same time; takes no window.</summary>
    Concurrent,
}
