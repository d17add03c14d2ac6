using AgentFunctions.Cloud.Secrets;
using AgentFunctions.Cloud.Tests.Providers;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Secrets;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Logging;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Cloud.Tests.Secrets;

/// <summary>The secrets of a host with a vault: the port as features see it, over the real client and the fake vault.</summary>
internal sealed class VaultWorld : IAsyncDisposable
{
    public const string Host = "api.example.com";
    private readonly ServiceProvider _services;
    private readonly HttpClientTransport _transport;

    public VaultWorld()
    {
        _transport = new HttpClientTransport(new HttpClient(Vault));
        var settings = new Dictionary<string, string?> { ["AgentFunctions:KeyVault:Endpoint"] = VaultFake.Endpoint };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddLogging(logging => logging.AddProvider(Logs).SetMinimumLevel(LogLevel.Information));
        services.AddMetrics();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IDocumentStore>(new InMemoryDocumentStore(Time));
        services.AddSingleton<TokenCredential>(new FakeCredential("vault-token"));
        services.AddSingleton(new SecretClientOptions { Transport = _transport, Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) } });
        services.AddKeyVaultSecrets();
        services.AddAgentFunctionsSecrets();
        _services = services.BuildServiceProvider();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    public VaultFake Vault { get; } = new();

    public CapturedLogs Logs { get; } = new();

    public SecretStore Store => _services.GetRequiredService<SecretStore>();

    /// <summary>A version set so long ago.</summary>
    public VaultVersion Version(string value, TimeSpan ago) => new(value, Time.GetUtcNow() - ago);

    /// <summary><c>current/previous</c>; null where nothing is released.</summary>
    public async Task<string?> RevealAsync(string name = "key", string host = Host, string tenant = "default", string? team = null, bool refused = false)
    {
        var use = new SecretUse(tenant, name, host) { Team = team, Refused = refused };
        return await _services.GetRequiredService<ISecretSource>().ResolveAsync(use, CancellationToken.None) is { } secret ? $"{secret.Current.Reveal()}/{secret.Previous?.Reveal()}" : null;
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _transport.Dispose();
        Vault.Dispose();
    }
}
