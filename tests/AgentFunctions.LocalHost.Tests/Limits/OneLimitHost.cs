namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>One process.</summary>
public sealed class OneLimitHost : IAsyncLifetime
{
    internal LimitHosts Hosts { get; private set; } = null!;

    public async Task InitializeAsync() => Hosts = await LimitHosts.StartAsync(1);

    public async Task DisposeAsync() => await Hosts.DisposeAsync();
}
