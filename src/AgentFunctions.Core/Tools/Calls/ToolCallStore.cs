using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs.Subjects;

namespace AgentFunctions.Core.Tools.Calls;

/// <summary>The record of tool calls: what was about to be sent, and what was answered. Every write is conditional, so that of two who send the same call one is first.</summary>
/// <exception cref="DocumentStoreUnavailableException">From every method; nothing is known to be written.</exception>
public sealed class ToolCallStore(IDocumentStore store)
{
    /// <summary>Bytes of content in one document; base64 makes a third more of them, below what a document holds.</summary>
    private const int PartBytes = 600 * 1024;

    /// <summary>What is known of a call; null where nothing is.</summary>
    public async ValueTask<ToolCallRecord?> FindAsync(ToolCallKey key, CancellationToken cancellationToken)
    {
        if ((await store.ReadAsync(key.Partition, key.DocumentId, cancellationToken)).Document is not { } document) return null;
        var stored = JsonSerializer.Deserialize(document.Body.Span, ToolCallJson.Default.StoredToolCall)!;
        ToolResult? result = null;
        if (stored.IsAnswered)
        {
            // Parts that are gone (they expire a moment earlier) leave nothing that could be answered.
            if (await ReadContentAsync(key, stored, cancellationToken) is not { } content) return null;
            using var parsed = JsonDocument.Parse(content);
            result = new ToolResult(stored.IsError, parsed.RootElement.Clone(), stored.Label, stored.Status, IsRepeat: true);
        }

        return new ToolCallRecord(stored.Digest, stored.Tool, stored.CallId, stored.Attempt, Time(stored.SentAt), Time(stored.EndsAt), result, stored.Owner, stored.Asked) 
        {
            ETag = document.ETag, IsNotSent = stored.IsNotSent, Subject = stored.Subject, Team = stored.Team,
        };
    }

    /// <summary>Writes what is about to be sent, or that it was not, in place of what <see cref="ToolCallRecord.ETag"/> names or as the first. null: somebody else was faster.</summary>
    public async ValueTask<ToolCallRecord?> BeginAsync(ToolCallKey key, ToolCallRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return await WriteAsync(key, ToStored(key, record, null, 0), record, cancellationToken);
    }

    /// <summary>Writes that a call outside runs is the one of its key, before anything of it is sent; kept for <paramref name="life"/>. null: somebody else was faster.</summary>
    public async ValueTask<ToolCallRecord?> BindAsync(ToolCallKey key, ToolCallRecord record, TimeSpan life, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return await WriteAsync(key, ToStored(key, record, null, 0), record, cancellationToken, life);
    }

    /// <summary>Writes what was answered, in place of what <see cref="ToolCallRecord.ETag"/> names or as the first; false where somebody else was faster, or nothing is kept of the run any more.</summary>
    public async ValueTask<bool> CompleteAsync(ToolCallKey key, ToolCallRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (key.RunId is { } run && await ErasedRuns.IsErasedAsync(store, key.TenantId, run, cancellationToken))
        {
            await ForgetAsync(key, record.CallId, cancellationToken);
            return false;
        }

        var content = Encoding.UTF8.GetBytes(record.Result!.Content.GetRawText());
        var parts = 0;
        if (content.Length > PartBytes)
        {
            // Before the record that tells of them; those of a writer that comes too late are overwritten or expire.
            for (; parts * PartBytes < content.Length; parts++)
            {
                var part = new StoredPart(Convert.ToBase64String(content.AsSpan(parts * PartBytes, Math.Min(PartBytes, content.Length - (parts * PartBytes)))))
                {
                    Subject = record.Subject, Agent = AgentOf(key, record), Team = TeamOf(record),
                };
                await store.UpsertAsync(key.Partition, new DocumentWrite(PartId(key, parts), JsonSerializer.SerializeToUtf8Bytes(part, ToolCallJson.Default.StoredPart), key.TimeToLive(isAnswered: true)), cancellationToken);
            }
        }

        if (await WriteAsync(key, ToStored(key, record, parts == 0 ? Convert.ToBase64String(content) : null, parts), record, cancellationToken) is not null) return true;

        // What was begun is gone where its person was erased meanwhile: nobody would look for the parts.
        if (parts > 0 && (await store.ReadAsync(key.Partition, key.DocumentId, cancellationToken)).Document is null)
        {
            for (var i = 0; i < parts; i++) await store.DeleteAsync(key.Partition, PartId(key, i), null, cancellationToken);
        }

        return false;
    }

    /// <summary>Forgets what a call wrote: whose it is was erased while it was under way.</summary>
    public async ValueTask ForgetAsync(ToolCallKey key, string callId, CancellationToken cancellationToken)
    {
        if ((await store.ReadAsync(key.Partition, key.DocumentId, cancellationToken)).Document is not { } document) return;
        var stored = JsonSerializer.Deserialize(document.Body.Span, ToolCallJson.Default.StoredToolCall)!;
        if (stored.CallId == callId) await DeleteAsync(key, stored, cancellationToken);
    }

    private async ValueTask<ToolCallRecord?> WriteAsync(ToolCallKey key, StoredToolCall stored, ToolCallRecord record, CancellationToken cancellationToken, TimeSpan? life = null)
    {
        var write = new DocumentWrite(key.DocumentId, JsonSerializer.SerializeToUtf8Bytes(stored, ToolCallJson.Default.StoredToolCall), life ?? key.TimeToLive(stored.IsAnswered));
        var written = record.ETag is null ? await store.CreateAsync(key.Partition, write, cancellationToken) : await store.ReplaceAsync(key.Partition, write, record.ETag, cancellationToken);
        if (written is not { IsOk: true, Document: { } document }) return null;

        // The run was purged, or what it says erased, while the call was under way: nobody would delete this any more.
        if (key.RunId is { } run && await ErasedRuns.IsErasedAsync(store, key.TenantId, run, cancellationToken)) await DeleteAsync(key, stored, cancellationToken);
        return record with { ETag = document.ETag };
    }

    private async ValueTask DeleteAsync(ToolCallKey key, StoredToolCall stored, CancellationToken cancellationToken)
    {
        for (var i = 0; i < stored.Parts; i++) await store.DeleteAsync(key.Partition, PartId(key, i), null, cancellationToken);
        await store.DeleteAsync(key.Partition, key.DocumentId, null, cancellationToken);
    }

    private async ValueTask<byte[]?> ReadContentAsync(ToolCallKey key, StoredToolCall stored, CancellationToken cancellationToken)
    {
        if (stored.Content is { } whole) return Convert.FromBase64String(whole);
        using var content = new MemoryStream();
        for (var i = 0; i < stored.Parts; i++)
        {
            if ((await store.ReadAsync(key.Partition, PartId(key, i), cancellationToken)).Document is not { } part) return null;
            content.Write(Convert.FromBase64String(JsonSerializer.Deserialize(part.Body.Span, ToolCallJson.Default.StoredPart)!.Content));
        }

        return content.ToArray();
    }

    private static string? AgentOf(ToolCallKey key, ToolCallRecord record) => record.Subject is null ? null : key.Agent;

    private static string? TeamOf(ToolCallRecord record) => record.Subject is null ? null : record.Team;

    private static StoredToolCall ToStored(ToolCallKey key, ToolCallRecord record, string? content, int parts) => new()
    {
        Digest = record.Digest,
        Tool = record.Tool,
        CallId = record.CallId,
        Attempt = record.Attempt,
        SentAt = record.SentAt.ToUnixTimeMilliseconds(),
        EndsAt = record.EndsAt.ToUnixTimeMilliseconds(),
        Owner = record.Owner,
        Subject = record.Subject,
        Agent = AgentOf(key, record),
        Team = TeamOf(record),
        Asked = record.Asked,
        IsNotSent = record.IsNotSent,
        IsAnswered = record.Result is not null,
        IsError = record.Result?.IsError ?? false,
        Status = record.Result?.Status,
        Integrity = record.Result is { } result ? LabelNames.Of(result.Label.Integrity) : null,
        Confidentiality = record.Result is { } labelled ? LabelNames.Of(labelled.Label.Confidentiality) : null,
        Content = content,
        Parts = parts,
    };

    private static string PartId(ToolCallKey key, int part) => string.Create(CultureInfo.InvariantCulture, $"{key.DocumentId}:{part}");

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
