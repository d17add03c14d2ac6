using System.Text;
using AgentFunctions.Cloud.Payloads;
using AgentFunctions.Cloud.Tests.Hosting;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Core.Subscriptions;
using AgentFunctions.Core.Subscriptions.Hubs;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Runs;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Cloud.Tests.Payloads;

/// <summary>From a message that was refused to the event that is published: dead letters in Azurite, composed as a host composes them.</summary>
[Collection(AzuriteGroup.Name)]
public sealed class HubLettersOnBlobsTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly string _container = "t" + Guid.NewGuid().ToString("N");
    private ServiceProvider _services = null!;

    private StreamLetters Letters => _services.GetRequiredService<StreamLetters>();

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AgentFunctions:Blobs:ConnectionString"] = azurite.ConnectionString, ["AgentFunctions:Blobs:Container"] = _container };
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<IDocumentStore>(new InMemoryDocumentStore(TimeProvider.System))
            .AddSingleton<IWorkflowClient>(new FakeWorkflowClient(TimeProvider.System))
            .AddSingleton<ISecretSource>(new FakeSecretSource())
            .AddLogging()
            .AddBlobPayloads()
            .AddAgentFunctionsSubscriptions()
            .BuildServiceProvider();
        await _services.GetRequiredService<ResourceStore>().EnsureTenantAsync(Tenants.Default, None);
    }

    public async Task DisposeAsync() => await _services.DisposeAsync();

    [Fact]
    public async Task Refused_MendedAndSentAgain_IsPublishedOnceAndItsBlobGone()
    {
        var actor = Actor.System(Tenants.Default);
        var message = new HubMessage("p0-7", Encoding.UTF8.GetBytes("""{"specversion":"1.0","id":"1","source":"/shop","type":"t"}"""), "application/cloudevents+json", new Dictionary<string, object?> { ["topic"] = "orders", ["tenant"] = "late" });
        await _services.GetRequiredService<HubIntake>().TakeAsync("events", [message], None);

        var letter = Assert.Single((await Letters.ListAsync(actor, StreamNames.Events, null, 50, null, None)).Value!.Items);
        Assert.Equal(("p0-7", "not_found"), (letter.Id, letter.Reason));
        Assert.Equal(("conflict", "tenant"), await DoAsync(letter.Id));
        Assert.Equal(["_dead/events/p0-7"], await NamesAsync());

        await _services.GetRequiredService<ResourceStore>().EnsureTenantAsync("late", None);
        Assert.Equal((null, null), await DoAsync(letter.Id));
        Assert.Empty(await NamesAsync());
        Assert.Equal(("not_found", "id"), await DoAsync(letter.Id));

        // The hub delivers it once more: it is the same event.
        await _services.GetRequiredService<HubIntake>().TakeAsync("events", [message], None);
        Assert.Empty(await NamesAsync());

        async Task<(string? Code, string? Param)> DoAsync(string id) => (await Letters.DoAsync(actor, StreamNames.Events, id, StreamLetterVerb.Redrive, None)).Error is { } error ? (error.Code, error.Param) : (null, null);
    }

    private async Task<IReadOnlyList<string>> NamesAsync()
    {
        var names = new List<string>();
        await foreach (var blob in new BlobContainerClient(azurite.ConnectionString, _container).GetBlobsAsync()) names.Add(blob.Name);
        return names;
    }
}
