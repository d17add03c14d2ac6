using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage.Intake;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AgentFunctions.Cloud.Payloads;

/// <summary>Dead letters of the usage stream as blobs, whole: <c>_dead/usage/{position}</c>, a folder that no tenant's can be. How long they stay is a lifecycle rule of the account.</summary>
internal sealed class BlobUsageDeadLetters(BlobContainerClient container) : IUsageDeadLetters
{
    public const string Folder = "_dead/usage/";

    public async ValueTask KeepAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                await UploadAsync(id, body, cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
                await UploadAsync(id, body, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or Azure.Identity.AuthenticationFailedException)
        {
            throw new DocumentStoreUnavailableException("Blob Storage did not answer.", exception);
        }
    }

    private async Task UploadAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        await container.GetBlobClient(Folder + id).UploadAsync(BinaryData.FromBytes(body), overwrite: true, cancellationToken);
}
