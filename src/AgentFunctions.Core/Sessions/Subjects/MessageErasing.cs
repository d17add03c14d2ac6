using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Subjects;

/// <summary>Erases what a message says; it keeps its place and its sequence.</summary>
internal static class MessageErasing
{
    /// <summary>The digest tells whether somebody said exactly this.</summary>
    private const string Digest = "erased";

    public static async ValueTask<bool> EraseAsync(IDocumentStore store, DocumentPartition partition, string epoch, StoredMessage message, string etag, CancellationToken cancellationToken)
    {
        var known = new StoredMessageId { Sequence = message.Sequence, Digest = Digest };
        await store.ReplaceAsync(partition, new DocumentWrite(SessionDocuments.KnownId(epoch, message.Id), JsonSerializer.SerializeToUtf8Bytes(known, SessionJson.Default.StoredMessageId)), null, cancellationToken);
        var write = new DocumentWrite(SessionDocuments.MessageId(epoch, message.Sequence), JsonSerializer.SerializeToUtf8Bytes(message with { Message = Erased(message.Role) }, SessionJson.Default.StoredMessage));
        return (await store.ReplaceAsync(partition, write, etag, cancellationToken)).IsOk;
    }

    /// <summary>Calls of tools and their results go as well: without content they are messages like any other.</summary>
    private static JsonElement Erased(string role)
    {
        using var document = JsonDocument.Parse($$"""{"role":"{{(role == "tool" ? "assistant" : role)}}","content":"[erased]"}""");
        return document.RootElement.Clone();
    }
}
