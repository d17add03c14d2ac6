using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>Works out what appending messages writes.</summary>
internal sealed class MessagePlanner(IDocumentStore store, IPayloadStore payloads, TimeProvider time)
{
    /// <summary>Bytes of a message in its document; larger ones are payloads.</summary>
    public const int MaxInlineBytes = 8 * 1024;

    public async ValueTask<Outcome<MessagePlan>> PlanAsync(SessionState state, IReadOnlyList<MessageDraft> drafts, CancellationToken cancellationToken)
    {
        var session = state.Session;
        List<BatchOperation> operations = [];
        List<AppendedMessage> items = [];
        var seen = new Dictionary<string, (long Sequence, string Digest)>(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            var digest = DigestOf(draft.Message);
            if (await FindAsync(state, draft.Id, seen, cancellationToken) is { } known)
            {
                if (known.Digest != digest) return SessionErrors.OtherMessage(draft.Id);
                items.Add(new AppendedMessage(known.Sequence, draft.Id, IsRepeat: true));
                continue;
            }

            var label = draft.Label ?? StoredMessages.LabelOf(session.Integrity, session.Confidentiality);
            operations.Add(Create(SessionDocuments.MessageId(session.Epoch, session.Next), await StoredAsync(state, draft, label, session.Next, cancellationToken), SessionJson.Default.StoredMessage));
            operations.Add(Create(SessionDocuments.KnownId(session.Epoch, draft.Id), new StoredMessageId { Sequence = session.Next, Digest = digest }, SessionJson.Default.StoredMessageId));
            items.Add(new AppendedMessage(session.Next, draft.Id, IsRepeat: false));
            seen[draft.Id] = (session.Next, digest);
            session = session with { Next = session.Next + 1, Integrity = Least(session.Integrity, label.Integrity), Confidentiality = Most(session.Confidentiality, label.Confidentiality) };
        }

        return new MessagePlan(session, operations, items);
    }

    private async ValueTask<(long Sequence, string Digest)?> FindAsync(SessionState state, string id, Dictionary<string, (long, string)> seen, CancellationToken cancellationToken)
    {
        if (seen.TryGetValue(id, out var now)) return now;
        if ((await store.ReadAsync(state.Partition, SessionDocuments.KnownId(state.Epoch, id), cancellationToken)).Document is not { } document) return null;
        var known = JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredMessageId)!;
        return (known.Sequence, known.Digest);
    }

    private async ValueTask<StoredMessage> StoredAsync(SessionState state, MessageDraft draft, ContentLabel label, long sequence, CancellationToken cancellationToken)
    {
        var subject = draft.EndUser is { } user ? SubjectNames.Fold(user) : null;
        return new StoredMessage
        {
            Sequence = sequence,
            Id = draft.Id,
            Role = draft.Message.GetProperty("role").GetString()!,
            Message = await payloads.KeepAsync(state.TenantId, state.PayloadOwner(subject), draft.Message, MaxInlineBytes, cancellationToken),
            Integrity = LabelNames.Of(label.Integrity),
            Confidentiality = LabelNames.Of(label.Confidentiality),
            By = draft.By,
            EndUser = draft.EndUser,
            Subject = subject,
            Pinned = draft.IsPinned ? true : null,
            At = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
    }

    private static BatchOperation.Create Create<T>(string id, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => new(new DocumentWrite(id, JsonSerializer.SerializeToUtf8Bytes(body, type)));

    private static string DigestOf(JsonElement message) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(message, SessionJson.Default.JsonElement)));

    private static string Least(string integrity, Integrity other) => other == Integrity.Untrusted ? LabelNames.Of(Integrity.Untrusted) : integrity;

    private static string Most(string confidentiality, Confidentiality other) =>
        LabelNames.Of((Confidentiality)Math.Max((int)(LabelNames.FindConfidentiality(confidentiality) ?? Confidentiality.Restricted), (int)other));
}
