using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Sessions.Messages;

namespace AgentFunctions.Core.Context.Handles;

/// <summary>Writes what handles stand for, and takes away again what came too late. What one handle stands for is at most as trusted, and at least as confidential, as everything it was kept of.</summary>
internal sealed class HandleWrites(IDocumentStore store, TimeProvider time, TimeSpan lifetime)
{
    /// <summary>Bytes of content in one document; as base64 well below the limit of one.</summary>
    public const int PartBytes = 512 * 1024;

    private const int Attempts = 16;

    /// <summary>Keeps it, and longer where it is kept already.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="content">What it stands for.</param>
    /// <param name="erasedAt">What was written by then is not there any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask WriteAsync(HandleScope scope, HandleContent content, long erasedAt, CancellationToken cancellationToken)
    {
        var partition = HandleDocuments.Partition(scope.TenantId, scope.Agent);
        for (var i = 0; i < Attempts; i++)
        {
            var document = (await store.ReadAsync(partition, content.Handle, cancellationToken)).Document;
            var known = document is null ? null : JsonSerializer.Deserialize(document.Body.Span, HandleJson.Default.StoredHandle)!;
            var (label, since, others) = (content.Label, scope.Since, scope.Others);
            if (known is not null && known.Since >= erasedAt)
            {
                // Most are kept again at every turn: they are written again once half of their time is over.
                var kept = StoredMessages.LabelOf(known.Integrity, known.Confidentiality);
                (label, since, others) = (HandleEntry.Least(kept, label), Math.Max(known.Since, since), [.. (known.Others ?? []).Union(others, StringComparer.Ordinal)]);
                if (label == kept && others.Count == (known.Others?.Count ?? 0) && document!.ExpiresAt is { } end && end - time.GetUtcNow() > lifetime / 2) return;
            }

            var write = await HeadAsync(partition, scope with { Since = since, Others = others }, content with { Label = label }, cancellationToken);
            var written = document is null ? await store.CreateAsync(partition, write, cancellationToken) : await store.ReplaceAsync(partition, write, document.ETag, cancellationToken);
            if (written.IsOk) return;
        }

        throw new DocumentStoreUnavailableException("A handle is being written by others all the time.");
    }

    /// <summary>Takes away what was written when <paramref name="scope"/> was, or before.</summary>
    public async ValueTask UndoAsync(HandleScope scope, HandleContent content, CancellationToken cancellationToken)
    {
        var partition = HandleDocuments.Partition(scope.TenantId, scope.Agent);
        await DeleteAsync(partition, content.Handle, static d => JsonSerializer.Deserialize(d.Body.Span, HandleJson.Default.StoredHandle)!.Since, scope.Since, cancellationToken);
        for (var i = 0; i < PartsOf(content.Bytes.Length); i++)
            await DeleteAsync(partition, HandleDocuments.PartId(content.Handle, i), static d => JsonSerializer.Deserialize(d.Body.Span, HandleJson.Default.StoredHandlePart)!.Since, scope.Since, cancellationToken);
        await UndoSummaryAsync(scope, content.Handle, cancellationToken);
    }

    /// <summary>As <see cref="UndoAsync"/>, for the summary of a handle.</summary>
    public ValueTask UndoSummaryAsync(HandleScope scope, string handle, CancellationToken cancellationToken) => DeleteAsync(
        HandleDocuments.Partition(scope.TenantId, scope.Agent), HandleDocuments.SummaryId(handle), static d => JsonSerializer.Deserialize(d.Body.Span, HandleJson.Default.StoredSummary)!.Since, scope.Since, cancellationToken);

    private static int PartsOf(int length) => length <= PartBytes ? 0 : (length + PartBytes - 1) / PartBytes;

    /// <summary>The head, whose parts are written: before it, and so that they outlive it.</summary>
    private async ValueTask<DocumentWrite> HeadAsync(DocumentPartition partition, HandleScope scope, HandleContent content, CancellationToken cancellationToken)
    {
        var (bytes, parts) = (content.Bytes, PartsOf(content.Bytes.Length));
        for (var i = 0; i < parts; i++)
        {
            var part = new StoredHandlePart { Data = bytes.Slice(i * PartBytes, Math.Min(PartBytes, bytes.Length - (i * PartBytes))).ToArray(), Session = scope.Session, Subject = scope.Subject, Team = scope.Team, Since = scope.Since };
            await store.UpsertAsync(partition, new DocumentWrite(HandleDocuments.PartId(content.Handle, i), JsonSerializer.SerializeToUtf8Bytes(part, HandleJson.Default.StoredHandlePart), lifetime + TimeSpan.FromMinutes(1)), cancellationToken);
        }

        var head = new StoredHandle
        {
            MediaType = content.MediaType,
            Integrity = LabelNames.Of(content.Label.Integrity),
            Confidentiality = LabelNames.Of(content.Label.Confidentiality),
            Team = scope.Team,
            Session = scope.Session,
            Subject = scope.Subject,
            Others = scope.Others.Count == 0 ? null : [.. scope.Others],
            Since = scope.Since,
            Size = bytes.Length,
            Parts = parts,
            Data = parts == 0 ? bytes.ToArray() : null,
        };
        return new DocumentWrite(content.Handle, JsonSerializer.SerializeToUtf8Bytes(head, HandleJson.Default.StoredHandle), lifetime);
    }

    private async ValueTask DeleteAsync(DocumentPartition partition, string id, Func<Document, long> sinceOf, long since, CancellationToken cancellationToken)
    {
        while ((await store.ReadAsync(partition, id, cancellationToken)).Document is { } document && sinceOf(document) <= since)
            if ((await store.DeleteAsync(partition, id, document.ETag, cancellationToken)).IsOk) return;
    }
}
