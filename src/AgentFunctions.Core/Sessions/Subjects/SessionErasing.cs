using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Subjects;

/// <summary>Erases what messages and slots say; they keep their places. What they held no longer counts towards what the session may hold: written in one batch with the session, so that it is taken off once.</summary>
internal sealed class SessionErasing(IDocumentStore store, IPayloadStore payloads)
{
    private const int Attempts = 16;

    /// <summary>The digest tells whether somebody said exactly this.</summary>
    private const string Digest = "erased";

    private static readonly JsonElement Nothing = JsonDocument.Parse("null").RootElement;

    /// <summary>Whoever is writing to the session asks again whether it may: to be done after what is erased is known as such, and before it is looked for.</summary>
    public async ValueTask AdvanceAsync(string tenantId, StoredSessionEntry entry, CancellationToken cancellationToken) =>
        await store.PatchAsync(PartitionOf(tenantId, entry), SessionDocuments.SessionId, [new PatchOperation.Increment("erasures", 1)], OfEpoch(entry), cancellationToken);

    /// <summary>Erases a message or a slot.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="entry">Of which session.</param>
    /// <param name="document">The message, the slot or the version of one.</param>
    /// <param name="withPerson">On whose behalf it was said as well.</param>
    /// <param name="cancellationToken">Ends the wait; done again it does what is left.</param>
    public async ValueTask EraseAsync(string tenantId, StoredSessionEntry entry, Document document, bool withPerson, CancellationToken cancellationToken)
    {
        if (document.Id[0] == 'm') await EraseMessageAsync(tenantId, entry, document, withPerson, cancellationToken);
        else await EraseSlotAsync(tenantId, entry, document, withPerson, cancellationToken);
    }

    /// <summary>Removes the content that lies apart from the document. Before the document says that there is none.</summary>
    public async ValueTask RemoveContentAsync(string tenantId, StoredSessionEntry entry, Document document, CancellationToken cancellationToken)
    {
        var (content, subject) = document.Id[0] == 'm' && StoredMessages.Of(document) is var message ? (message.Message, message.Subject) : SlotReader.Stored(document) is var slot ? (slot.Value, slot.Subject) : default;
        if (PayloadReferences.Find(content) is { } reference) await payloads.RemoveAsync(tenantId, SessionDocuments.PayloadOwner(entry.Agent, entry.Session, entry.Epoch, subject), reference, cancellationToken);
    }

    /// <summary>When a message or a slot was written, in Unix milliseconds.</summary>
    public static long AtOf(Document document) => document.Id[0] == 'm' ? StoredMessages.Of(document).At : SlotReader.Stored(document).At;

    /// <summary>What somebody called a message may say whose it is. No id that is given begins so; those that runs give say nothing.</summary>
    private static string IdOf(StoredMessage message) =>
        message.By.StartsWith(MessageAuthors.RunPrefix, StringComparison.Ordinal) ? message.Id : string.Create(CultureInfo.InvariantCulture, $"#erased.{message.Sequence}");

    private ValueTask EraseMessageAsync(string tenantId, StoredSessionEntry entry, Document document, bool withPerson, CancellationToken cancellationToken)
    {
        var before = StoredMessages.Of(document);

        // Calls of tools and their results go as well: without content they are messages like any other.
        var message = JsonElement.Parse($$"""{"role":"{{(before.Role == "tool" ? "assistant" : before.Role)}}","content":"[erased]"}""");
        var (bytes, freed) = Freed(before.Bytes, message);
        var after = before with { Id = IdOf(before), Run = null, Message = message, Bytes = bytes, EndUser = withPerson ? null : before.EndUser, Subject = withPerson ? null : before.Subject };
        List<BatchOperation> operations = [new BatchOperation.Replace(new DocumentWrite(document.Id, JsonSerializer.SerializeToUtf8Bytes(after, SessionJson.Default.StoredMessage)), document.ETag)];

        // That its id was used stays known, by the hash of it. Of one that was erased before it is known already.
        if (before.Id != after.Id || before.By.StartsWith(MessageAuthors.RunPrefix, StringComparison.Ordinal))
        {
            var known = new StoredMessageId { Sequence = before.Sequence, Digest = Digest };
            operations.Add(new BatchOperation.Upsert(new DocumentWrite(SessionDocuments.KnownId(entry.Epoch, before.Id), JsonSerializer.SerializeToUtf8Bytes(known, SessionJson.Default.StoredMessageId))));
        }

        return WriteAsync(tenantId, entry, freed, operations, cancellationToken);
    }

    /// <summary>The latest version is there twice, and counts once.</summary>
    private ValueTask EraseSlotAsync(string tenantId, StoredSessionEntry entry, Document document, bool withPerson, CancellationToken cancellationToken)
    {
        var before = SlotReader.Stored(document);
        var (bytes, freed) = Freed(before.Bytes, Nothing);
        var after = before with { Value = Nothing, Bytes = bytes, EndUser = withPerson ? null : before.EndUser, Subject = withPerson ? null : before.Subject, Run = null };
        var write = new DocumentWrite(document.Id, JsonSerializer.SerializeToUtf8Bytes(after, SessionJson.Default.StoredSlot));
        return WriteAsync(tenantId, entry, document.Id[0] == 'v' ? freed : 0, [new BatchOperation.Replace(write, document.ETag)], cancellationToken);
    }

    /// <summary>Nothing is written where the document is not as it was read: a slot has a new value then. A session that has ended holds nothing.</summary>
    private async ValueTask WriteAsync(string tenantId, StoredSessionEntry entry, long freed, IReadOnlyList<BatchOperation> operations, CancellationToken cancellationToken)
    {
        var partition = PartitionOf(tenantId, entry);
        for (var i = 0; i < Attempts; i++)
        {
            var found = freed == 0 ? null : (await store.ReadAsync(partition, SessionDocuments.SessionId, cancellationToken)).Document;
            var isOpen = found is not null && StoredSession.Read(found).Epoch == entry.Epoch;
            IReadOnlyList<BatchOperation> all = isOpen ? [.. operations, new BatchOperation.Patch(SessionDocuments.SessionId, [new PatchOperation.Increment("bytes", -freed)], OfEpoch(entry))] : operations;
            var result = await store.ExecuteBatchAsync(partition, all, cancellationToken);
            if (result.IsOk || !isOpen || result.Results[^1].Status == DocumentStatus.FailedDependency) return;
        }

        throw new DocumentStoreUnavailableException("The session is being written by others all the time.");
    }

    private static (long Bytes, long Freed) Freed(long before, JsonElement content)
    {
        var bytes = Math.Min(before, StoredMessages.BytesOf(content));
        return (bytes, before - bytes);
    }

    private static DocumentPartition PartitionOf(string tenantId, StoredSessionEntry entry) => SessionDocuments.Partition(tenantId, entry.Agent, entry.Session);

    private static DocumentFilter OfEpoch(StoredSessionEntry entry) => DocumentFilter.Equal("epoch", entry.Epoch);
}
