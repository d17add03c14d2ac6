namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Three processes on one data folder.</summary>
public sealed class ThreeLimitHosts : IAsyncLifetime
{
    internal LimitHosts Hosts { get; private set; } = null!;

    public async Task InitializeAsync() => Hosts = await LimitHosts.StartAsync(3);

    public async Task DisposeAsync() => await Hosts.DisposeAsync();
}
