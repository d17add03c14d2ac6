namespace AgentFunctions.Core.Resources;

/// <summary>Freshness of control-plane decisions. Source: DESIGN section 4.</summary>
public sealed class ControlPlaneOptions
{
    /// <summary>Age above which a view is confirmed by one point read before a decision; default 1 s, at most 2 s, so that changes hold everywhere within 2 s.</summary>
    public TimeSpan MaxStaleness { get; set; } = TimeSpan.FromSeconds(1);
}
