using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Manifests;
using AgentFunctions.Functions.Hosting;
using AgentFunctions.Http.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Tests.Hosting;

/// <summary>The services of this host, started as the worker starts them.</summary>
public sealed class CompositionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("agentfunctions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task StartAsync_DemoSet_DeclaresTheDemoAgent()
    {
        await using var services = Build("Manifests/demo");

        await StartAsync(services);

        Assert.NotNull(await (await ViewAsync(services)).FindAgentAsync("demo", CancellationToken.None));
    }

    [Fact]
    public async Task StartAsync_NoFolderNamed_TheDefaultTenantExists()
    {
        await using var services = Build(manifests: null);

        await StartAsync(services);

        Assert.True((await ViewAsync(services)).TenantExists);
    }

    [Fact]
    public async Task StartAsync_ManifestWithAMistake_StopsTheStartAndNamesTheFile()
    {
        var manifests = Directory.CreateDirectory(Path.Combine(_folder, "manifests")).FullName;
        await File.WriteAllTextAsync(Path.Combine(manifests, "wrong.json"), """{"apiVersion":"agentfunctions/v1","kind":"nothing","id":"a","spec":{}}""");
        await using var services = Build(manifests);

        var exception = await Assert.ThrowsAsync<ManifestException>(() => StartAsync(services));

        Assert.Contains("wrong.json", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AgentFunctions:Cosmos:Endpoint")]
    [InlineData("AgentFunctions:Blobs:Endpoint")]
    [InlineData("AgentFunctions:KeyVault:Endpoint")]
    public void Start_EngineOfAzureWithoutItsAddress_NamesTheSetting(string missing)
    {
        var settings = new Dictionary<string, string?>
        {
            ["AgentFunctions:Store"] = "cosmos",
            ["AgentFunctions:Payloads"] = "blob",
            ["AgentFunctions:Secrets"] = "keyvault",
            ["AgentFunctions:Cosmos:Endpoint"] = "https://account.documents.azure.com",
            ["AgentFunctions:Blobs:Endpoint"] = "https://account.blob.core.windows.net",
            ["AgentFunctions:KeyVault:Endpoint"] = "https://vault.vault.azure.net",
        };
        settings.Remove(missing);
        using var services = Build(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

        var exception = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(missing, Assert.Single(exception.Failures), StringComparison.Ordinal);
    }

    private static async Task<ControlPlaneView> ViewAsync(ServiceProvider services) =>
        await services.GetRequiredService<IControlPlane>().GetViewAsync(Tenants.Default, CancellationToken.None) ?? throw new InvalidOperationException("no view");

    private static async Task StartAsync(ServiceProvider services)
    {
        services.GetRequiredService<IStartupValidator>().Validate();
        foreach (var service in services.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
    }

    private ServiceProvider Build(string? manifests) => Build(new ConfigurationBuilder()
        .AddInMemoryCollection([new("AgentFunctions:Data", Path.Combine(_folder, "data")), new("AgentFunctions:Manifests", manifests)])
        .Build());

    private static ServiceProvider Build(IConfiguration configuration) =>
        new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddFunctionsHost()
            .AddHostEngines(configuration)
            .AddAgentFunctions()
            .BuildServiceProvider();
}
