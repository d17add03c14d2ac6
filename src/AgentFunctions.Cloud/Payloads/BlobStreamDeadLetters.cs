using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Intake;
using AgentFunctions.Core.Events.Letters;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace AgentFunctions.Cloud.Payloads;

/// <summary>Dead letters of streams as blobs, whole: <c>_dead/{stream}/{position}</c>, a folder that no tenant's can be. How long they stay is a lifecycle rule of the account.</summary>
internal sealed class BlobStreamDeadLetters(BlobContainerClient container) : IStreamDeadLetters
{
    public const string Folder = "_dead/";
    private const string ReasonName = "reason";

    public async ValueTask KeepAsync(string stream, string id, string reason, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) => await Guarded(async () =>
    {
        try
        {
            await UploadAsync(stream, id, reason, body, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await UploadAsync(stream, id, reason, body, cancellationToken);
        }

        return true;
    });

    public async ValueTask<Outcome<StreamLetterPage>> ListAsync(string stream, int limit, string? cursor, CancellationToken cancellationToken)
    {
        if (cursor is not null && Decode(cursor) is null) return StreamLetterPage.UnknownCursor;
        return await Guarded<Outcome<StreamLetterPage>>(async () =>
        {
            try
            {
                var pages = container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, Prefix(stream), cancellationToken).AsPages(cursor is null ? null : Decode(cursor), limit);
                await foreach (var page in pages) return new StreamLetterPage([.. page.Values.Select(blob => ToLetter(stream, blob))], string.IsNullOrEmpty(page.ContinuationToken) ? null : Encode(page.ContinuationToken));
            }
            catch (RequestFailedException exception) when (exception.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                // Nothing was kept yet.
            }
            catch (RequestFailedException exception) when (exception.Status == 400 && cursor is not null)
            {
                return StreamLetterPage.UnknownCursor;
            }

            return new StreamLetterPage([], null);
        });
    }

    public async ValueTask<StreamLetter?> FindAsync(string stream, string id, CancellationToken cancellationToken) => await Guarded(async () =>
    {
        try
        {
            var found = (await container.GetBlobClient(Prefix(stream) + id).DownloadContentAsync(cancellationToken)).Value;
            return new StreamLetter { Stream = stream, Id = id, Reason = Reason(found.Details.Metadata), At = found.Details.LastModified, Size = found.Details.ContentLength, Body = found.Content.ToMemory() };
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return null;
        }
    });

    public async ValueTask RemoveAsync(string stream, string id, CancellationToken cancellationToken) =>
        await Guarded(async () => await container.DeleteBlobIfExistsAsync(Prefix(stream) + id, DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken));

    private static string Prefix(string stream) => $"{Folder}{stream}/";

    private static StreamLetter ToLetter(string stream, BlobItem blob) => new()
    {
        Stream = stream, Id = blob.Name[Prefix(stream).Length..], Reason = Reason(blob.Metadata), At = blob.Properties.LastModified, Size = blob.Properties.ContentLength ?? 0,
    };

    private static string? Reason(IDictionary<string, string>? metadata) => metadata?.FirstOrDefault(static pair => pair.Key.Equals(ReasonName, StringComparison.OrdinalIgnoreCase)).Value;

    private static string Encode(string marker) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(marker));

    private static string? Decode(string cursor)
    {
        try
        {
            return Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(cursor)) is { Length: > 0 } marker ? marker : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task UploadAsync(string stream, string id, string reason, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        await container.GetBlobClient(Prefix(stream) + id).UploadAsync(BinaryData.FromBytes(body), new BlobUploadOptions { Metadata = new Dictionary<string, string> { [ReasonName] = reason } }, cancellationToken);

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
