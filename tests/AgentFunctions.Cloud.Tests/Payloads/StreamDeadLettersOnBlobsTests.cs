using AgentFunctions.Cloud.Payloads;
using AgentFunctions.Cloud.Tests.Hosting;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.TestKit.Events;
using Azure.Storage.Blobs;

namespace AgentFunctions.Cloud.Tests.Payloads;

/// <summary>Dead letters of streams on Blob Storage, against Azurite.</summary>
[Collection(AzuriteGroup.Name)]
public sealed class StreamDeadLettersOnBlobsTests(AzuriteFixture azurite) : StreamDeadLetterConformance
{
    private readonly BlobContainerClient _container = new(azurite.ConnectionString, "t" + Guid.NewGuid().ToString("N"));

    protected override IStreamDeadLetters Letters => new BlobStreamDeadLetters(_container);

    // Kept before reasons were: a blob without metadata.
    [Fact]
    public async Task Find_WithoutAReason_IsFoundAllTheSame()
    {
        await _container.CreateIfNotExistsAsync();
        await _container.UploadBlobAsync("_dead/usage/p0-3", BinaryData.FromString("{}"));

        var letter = await Letters.FindAsync(StreamNames.Usage, "p0-3", CancellationToken.None);

        Assert.Equal((null, 2L), (letter!.Reason, letter.Size));
        Assert.Null(Assert.Single((await Letters.ListAsync(StreamNames.Usage, 10, null, CancellationToken.None)).Value!.Items).Reason);
    }
}
