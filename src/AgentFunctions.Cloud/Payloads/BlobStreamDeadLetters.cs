using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Events.Intake;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AgentFunctions.Cloud.Payloads;

/// <summary>Dead letters of streams as blobs, whole: <c>_dead/{stream}/{position}</c>, a folder that no tenant's can be. How long they stay is a lifecycle rule of the account.</summary>
internal sealed class BlobStreamDeadLetters(BlobContainerClient container) : IStreamDeadLetters
{
    public const string Folder = "_dead/";

    public async ValueTask KeepAsync(string stream, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var name = $"{Folder}{stream}/{id}";
        try
        {
            try
            {
                await UploadAsync(name, body, cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                await UploadAsync(name, body, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or Azure.Identity.AuthenticationFailedException)
        {
            throw new DocumentStoreUnavailableException("Blob Storage did not answer.", exception);
        }
    }

    private async Task UploadAsync(string name, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(body), overwrite: true, cancellationToken);
}
