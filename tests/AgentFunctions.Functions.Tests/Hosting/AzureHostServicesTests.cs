using AgentFunctions.Cloud.Hosting;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded;
using AgentFunctions.Functions.Durable;
using AgentFunctions.Functions.EventHubs;
using AgentFunctions.Functions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Tests.Hosting;

/// <summary>The services of the real host with the settings that the template in <c>infra/</c> writes, every registration checked as it is built.</summary>
public sealed class AzureHostServicesTests : IDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), "agentfunctions-" + Guid.NewGuid().ToString("N"));
    private readonly List<ServiceDescriptor> _services;
    private readonly IHost _host;

    public AzureHostServicesTests()
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [EngineOptionsValidator.AzureInstance] = "a1b2",
            ["Functions:Worker:HostEndpoint"] = "http://127.0.0.1:1",
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=11111111-1111-1111-1111-111111111111;IngestionEndpoint=https://127.0.0.1:1/",
            ["AgentFunctions:Data"] = _data,
            ["AgentFunctions:Store"] = "cosmos",
            ["AgentFunctions:Events"] = EventHubsServiceCollectionExtensions.HasTrigger ? "eventhubs" : "log",
            ["AgentFunctions:Payloads"] = "blob",
            ["AgentFunctions:Secrets"] = "keyvault",
            ["AgentFunctions:ManagedIdentity:ClientId"] = "22222222-2222-2222-2222-222222222222",
            ["AgentFunctions:Cosmos:Endpoint"] = "https://account.documents.azure.com:443/",
            ["AgentFunctions:Cosmos:Database"] = "agentfunctions",
            ["AgentFunctions:Blobs:Endpoint"] = "https://account.blob.core.windows.net/",
            ["AgentFunctions:Blobs:Container"] = "agentfunctions-payloads",
            ["AgentFunctions:EventHubs:FullyQualifiedNamespace"] = "namespace.servicebus.windows.net",
            ["AgentFunctions:EventHubs:Hub"] = "usage",
            ["AgentFunctions:EventHubs:EventsHub"] = "events",
            ["AgentFunctions:EventHubs:TopicsHub"] = EventHubsServiceCollectionExtensions.HasTrigger ? "topics" : "",
            ["AgentFunctions:KeyVault:Endpoint"] = "https://vault.vault.azure.net/",
            ["AgentFunctions:Http:TrustedProxyHops"] = "1",
            ["AgentFunctions:Keys:People"] = "false",
            ["AgentFunctions:Entra:TenantId"] = "33333333-3333-3333-3333-333333333333",
            ["AgentFunctions:Entra:ClientId"] = "44444444-4444-4444-4444-444444444444",
        });
        builder.AddAgentFunctionsHost();
        _services = [.. builder.Services];
        ((IHostApplicationBuilder)builder).ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }));
        _host = builder.Build();
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Settings_OfTheTemplate_PassTheStart() => _host.Services.GetRequiredService<IStartupValidator>().Validate();

    [Theory]
    [InlineData(typeof(IDocumentStore))]
    [InlineData(typeof(IMemoryCandidates))]
    [InlineData(typeof(IPayloadStore))]
    [InlineData(typeof(IStreamDeadLetters))]
    [InlineData(typeof(ISecretVault))]
    public void Ports_OfState_AreAzures(Type port) => Assert.Equal(typeof(CosmosStoresServiceCollectionExtensions).Assembly, _host.Services.GetRequiredService(port).GetType().Assembly);

    [Fact]
    public void Workflows_AreDurableFunctions() => Assert.IsType<DurableWorkflowClient>(_host.Services.GetRequiredService<IWorkflowClient>());

    [Fact]
    public void Events_GoWhereTheSettingsSay() =>
        Assert.Equal(EventHubsServiceCollectionExtensions.HasTrigger, _host.Services.GetRequiredService<IEventPublisher>() is EventHubPublisher);

    // What is owed to the hub of topics is passed on where there is one, and nothing is owed where there is none.
    [Fact]
    public void Topics_GoWhereTheSettingsSay()
    {
        Assert.Equal(EventHubsServiceCollectionExtensions.HasTrigger, _host.Services.GetRequiredService<IEventPublisher>().Carries(StreamTopic.Topics));
        Assert.Equal(EventHubsServiceCollectionExtensions.HasTrigger ? 1 : 0, _host.Services.GetServices<IHostedService>().Count(static service => service.GetType().Name == "TopicRelay"));
    }

    // Several instances run at once, and none keeps its disk.
    [Fact]
    public void Nothing_OfTheEmbeddedEngines_IsAmongTheServices()
    {
        var embedded = typeof(EmbeddedServiceCollectionExtensions).Assembly;

        Assert.DoesNotContain(_services, descriptor => descriptor.ServiceType.Assembly == embedded || Implementation(descriptor) == embedded);
        foreach (var service in _host.Services.GetServices<IHostedService>()) Assert.NotEqual(embedded, service.GetType().Assembly);
        Assert.False(Path.Exists(_data));
    }

    [Fact]
    public void Classes_OfFunctions_CanBeMade()
    {
        using var scope = _host.Services.CreateScope();
        Assert.All(FunctionMethods.All().Select(static function => function.Method.DeclaringType!).Distinct(), type => Assert.NotNull(ActivatorUtilities.CreateInstance(scope.ServiceProvider, type)));
    }

    private static System.Reflection.Assembly? Implementation(ServiceDescriptor descriptor) =>
        descriptor.IsKeyedService ? null : descriptor.ImplementationType?.Assembly ?? descriptor.ImplementationInstance?.GetType().Assembly ?? descriptor.ImplementationFactory?.Method.DeclaringType?.Assembly;
}
