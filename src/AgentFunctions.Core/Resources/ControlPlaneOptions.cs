namespace AgentFunctions.Core.Resources;

/// <summary>Freshness of control-plane decisions. Source: DESIGN section 4.</summary>
public sealed class ControlPlaneOptions
{
    /// <summary>Age above which a view is confirmed by one point read before a decision; default 1 s, at most 2 s, so that changes hold everywhere within 2 s.</summary>
    public TimeSpan MaxStaleness { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long one read of the version document may take before the call is refused; default 1 s, at most 2 s.</summary>
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long reading what changed may take; default 10 s.</summary>
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Agents and keys kept per tenant; default 200,000 each.</summary>
    public int MaxCachedEntries { get; set; } = 200_000;
}
