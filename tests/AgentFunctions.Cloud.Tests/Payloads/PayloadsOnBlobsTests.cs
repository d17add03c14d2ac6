using AgentFunctions.Cloud.Payloads;
using AgentFunctions.Cloud.Tests.Hosting;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Identity;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Payloads;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Cloud.Tests.Payloads;

/// <summary>The suite of payload stores on Blob Storage, against Azurite.</summary>
[Collection(AzuriteGroup.Name)]
public sealed class PayloadsOnBlobsTests(AzuriteFixture azurite) : PayloadConformance
{
    private readonly BlobFaults _faults = new();
    private readonly string _container = "t" + Guid.NewGuid().ToString("N");

    protected override Func<Task>? Before
    {
        set => _faults.Before = value;
    }

    [Fact]
    public async Task Put_AnswerLost_IsDoneAgainAndWhole()
    {
        var lost = 0;
        _faults.After = message =>
        {
            if (message.Request.Method == RequestMethod.Put && lost++ % 2 == 0) throw new RequestFailedException("The answer was lost.");
        };

        var reference = await Payloads.PutAsync(Tenants.Default, "runs/lost", new byte[] { 1, 2, 3 }, CancellationToken.None);

        _faults.After = null;
        Assert.True(lost > 1, "An answer was lost and the request sent again.");
        Assert.Equal([1, 2, 3], (await Payloads.GetAsync(Tenants.Default, "runs/lost", reference, CancellationToken.None))!.Value.ToArray());
    }

    [Fact]
    public async Task Any_StorageDown_IsTheStoreThatDoesNotAnswer()
    {
        _faults.Before = static () => throw new RequestFailedException(503, "Busy.");

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Payloads.PutAsync(Tenants.Default, "runs/r", new byte[1], CancellationToken.None));
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Payloads.GetAsync(Tenants.Default, "runs/r", "pl_0123456789012345678901234567890123456789", CancellationToken.None));
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await Payloads.PurgeAsync(Tenants.Default, "runs/r", CancellationToken.None));
    }

    [Fact]
    public async Task Purge_MoreThanAPage_LeavesNoBlobBehind()
    {
        for (var i = 0; i < 30; i++) await Payloads.PutAsync(Tenants.Default, "runs/many", BitConverter.GetBytes(i), CancellationToken.None);

        await Payloads.PurgeAsync(Tenants.Default, "runs/many", CancellationToken.None);

        var left = new List<string>();
        await foreach (var blob in new BlobContainerClient(azurite.ConnectionString, _container).GetBlobsAsync()) left.Add(blob.Name);
        Assert.Empty(left);
    }

    [Fact]
    public async Task DeadLetter_KeptTwice_IsThereOnceAndNoTenantsPurgeTakesIt()
    {
        await using var services = Register(new ServiceCollection()).BuildServiceProvider();
        var letters = services.GetRequiredService<IStreamDeadLetters>();
        for (var i = 0; i < 2; i++) await letters.KeepAsync(StreamNames.Usage, "p0-17", "unreadable", new byte[] { 9, 8 }, CancellationToken.None);
        await letters.KeepAsync(StreamNames.Events, "p0-17", "not_found", new byte[] { 7 }, CancellationToken.None);
        await Payloads.PurgeTenantAsync(Tenants.Default, CancellationToken.None);

        var names = new List<string>();
        await foreach (var blob in new BlobContainerClient(azurite.ConnectionString, _container).GetBlobsAsync()) names.Add(blob.Name);
        Assert.Equal(["_dead/events/p0-17", "_dead/usage/p0-17"], names);
    }

    protected override ValueTask<IDocumentStore> CreateStoreAsync() => new(new InMemoryDocumentStore(TimeProvider.System));

    protected override IServiceCollection Register(IServiceCollection services)
    {
        var settings = new Dictionary<string, string?> { ["AgentFunctions:Blobs:ConnectionString"] = azurite.ConnectionString, ["AgentFunctions:Blobs:Container"] = _container };
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        var options = new BlobClientOptions { Retry = { MaxRetries = 2, Delay = TimeSpan.FromMilliseconds(1), Mode = RetryMode.Fixed } };
        options.AddPolicy(_faults, HttpPipelinePosition.PerRetry);
        services.AddSingleton(options);
        return services.AddBlobPayloads();
    }
}
