using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Http.Health;

/// <summary>Shallow readiness, independent of providers: the control plane can be confirmed and the host is not stopping. At most one store read a second.</summary>
internal sealed class ReadinessProbe(IControlPlane controlPlane, IHostApplicationLifetime lifetime)
{
    public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return new Readiness(false, "stopping", "unknown");
        var view = await controlPlane.GetViewAsync(Tenants.Default, cancellationToken);
        return view is null ? new Readiness(false, "not_ready", "unavailable") : new Readiness(true, "ready", "ok");
    }
}
