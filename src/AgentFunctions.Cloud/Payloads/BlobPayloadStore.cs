using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AgentFunctions.Cloud.Payloads;

/// <summary>
/// Payloads as blobs: <c>{tenant}/{hash of the owner}/{reference}</c>, written in one request and never changed, so what is there is whole. The owner's key, which references are made with, lies beside them
/// (<c>key</c>); it goes last when an owner is purged.
/// </summary>
internal sealed class BlobPayloadStore(BlobContainerClient container) : IPayloadStore
{
    private const string KeyName = "key";

    // Whoever writes first wins; the others find theirs written.
    private static readonly BlobRequestConditions OnlyNew = new() { IfNoneMatch = ETag.All };

    public async ValueTask<string> PutAsync(string tenantId, string owner, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, PayloadReferences.MaxBytes, nameof(content));
        return await Guarded(async () =>
        {
            var folder = Folder(tenantId, owner);
            var reference = PayloadReferences.Create(await KeyAsync(folder, cancellationToken), content.Span);
            await CreateAsync(folder + reference, content, cancellationToken);
            return reference;
        });
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken) =>
        PayloadReferences.IsReference(reference) ? await Guarded(() => FindAsync(Folder(tenantId, owner) + reference, cancellationToken)) : null;

    public async ValueTask RemoveAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken)
    {
        // Everything that begins with the whole of a reference is that reference.
        if (PayloadReferences.IsReference(reference)) await DeleteAllAsync(Folder(tenantId, owner) + reference, cancellationToken);
    }

    public async ValueTask PurgeAsync(string tenantId, string owner, CancellationToken cancellationToken) => await DeleteAllAsync(Folder(tenantId, owner), cancellationToken);

    public async ValueTask PurgeTenantAsync(string tenantId, CancellationToken cancellationToken) => await DeleteAllAsync(tenantId + "/", cancellationToken);

    private static string Folder(string tenantId, string owner) => $"{tenantId}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner)))}/";

    private async Task<byte[]> KeyAsync(string folder, CancellationToken cancellationToken)
    {
        if (await FindAsync(folder + KeyName, cancellationToken) is { } known) return known.ToArray();
        var key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
        if (await CreateAsync(folder + KeyName, key, cancellationToken)) return key;
        return (await FindAsync(folder + KeyName, cancellationToken))?.ToArray() ?? throw new DocumentStoreUnavailableException("The payloads of this owner are being purged.");
    }

    /// <summary>false: there is one already.</summary>
    private async Task<bool> CreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var options = new BlobUploadOptions { Conditions = OnlyNew, TransferOptions = new() { InitialTransferSize = PayloadReferences.MaxBytes } };
        for (var isSecond = false; ; isSecond = true)
        {
            try
            {
                await container.GetBlobClient(name).UploadAsync(BinaryData.FromBytes(content), options, cancellationToken);
                return true;
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.BlobAlreadyExists)
            {
                // Also where an answer was lost and the request was sent again.
                return false;
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound && !isSecond)
            {
                await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await container.GetBlobClient(name).DownloadContentAsync(cancellationToken);
            return answer.Value.Content.ToMemory();
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    }

    private Task<bool> DeleteAllAsync(string prefix, CancellationToken cancellationToken) => Guarded(async () =>
    {
        try
        {
            List<string> keys = [];
            await foreach (var blob in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, prefix, cancellationToken))
            {
                if (blob.Name.EndsWith("/" + KeyName, StringComparison.Ordinal)) keys.Add(blob.Name);
                else await container.DeleteBlobIfExistsAsync(blob.Name, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
            }

            foreach (var key in keys) await container.DeleteBlobIfExistsAsync(key, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            return false;
        }
    });

    /// <summary>What callers know as the store that does not answer.</summary>
    private static async Task<T> Guarded<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or Azure.Identity.AuthenticationFailedException)
        {
            throw new DocumentStoreUnavailableException("Blob Storage did not answer.", exception);
        }
    }
}
