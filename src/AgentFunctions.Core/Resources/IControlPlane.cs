namespace AgentFunctions.Core.Resources;

/// <summary>The declared state that calls are decided on, cached and confirmed.</summary>
public interface IControlPlane
{
    /// <summary>
    /// A view of the tenant confirmed at most <see cref="ControlPlaneOptions.MaxStaleness"/> ago; null when the tenant's version document could not be read (the caller must refuse
    /// with <c>control_plane_unavailable</c>). An unknown tenant gives a view with <see cref="ControlPlaneView.TenantExists"/> false. Synchronous while fresh.
    /// </summary>
    ValueTask<ControlPlaneView?> GetViewAsync(string tenantId, CancellationToken cancellationToken);
}
