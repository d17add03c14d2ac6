using AgentFunctions.Core.Resources;

namespace AgentFunctions.TestKit.Hosting;

/// <summary>A control plane whose view a test sets; null means the store is out of reach.</summary>
public sealed class FakeControlPlane(ControlPlaneView? view) : IControlPlane
{
    public ControlPlaneView? View { get; set; } = view;

    public ValueTask<ControlPlaneView?> GetViewAsync(string tenantId, CancellationToken cancellationToken) => new(View);
}
