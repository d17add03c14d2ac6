using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Subjects;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>Works out what appending messages writes.</summary>
internal sealed class MessagePlanner(IDocumentStore store, IPayloadStore payloads, SessionWritings writings, IOptions<SessionOptions> options, TimeProvider time)
{
    /// <summary>Bytes of a message in its document; larger ones are payloads.</summary>
    public const int MaxInlineBytes = 8 * 1024;

    public async ValueTask<Outcome<MessagePlan>> PlanAsync(SessionState state, IReadOnlyList<MessageDraft> drafts, CancellationToken cancellationToken)
    {
        var session = state.Session;
        List<PlannedMessage> planned = [];
        List<AppendedMessage> items = [];
        var seen = new Dictionary<string, (long Sequence, string Digest)>(StringComparer.Ordinal);
        foreach (var (index, draft) in drafts.Index())
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(draft.Message, SessionJson.Default.JsonElement);
            var digest = Convert.ToHexStringLower(SHA256.HashData(json));
            if (await FindAsync(state, draft.Id, seen, cancellationToken) is { } known)
            {
                if (known.Digest != digest) return SessionErrors.OtherMessage(draft.Id);
                items.Add(new AppendedMessage(known.Sequence, draft.Id, IsRepeat: true));
                continue;
            }

            if (!draft.IsOfARun && Refusal(session, index, json.Length) is { } refusal) return refusal;
            var label = MessageLabels.IsAnswer(draft.Message) ? MessageLabels.Least(draft.Label, StoredMessages.LabelOf(session.Integrity, session.Confidentiality)) : draft.Label;
            var sequence = session.Next;
            session = With(session, draft, label, json.Length);
            planned.Add(new PlannedMessage(draft, label, sequence, digest, json.Length, session));
            items.Add(new AppendedMessage(sequence, draft.Id, IsRepeat: false));
            seen[draft.Id] = (sequence, digest);
        }

        // Contents are kept once it is known that all of them may be.
        List<BatchOperation> operations = [];
        List<(string Owner, string Reference)> contents = [];
        foreach (var message in planned)
        {
            var stored = await StoredAsync(state, message, cancellationToken);
            if (PayloadReferences.Find(stored.Message) is { } reference) contents.Add((state.PayloadOwner(stored.Subject), reference));
            operations.Add(Create(SessionDocuments.MessageId(session.Epoch, message.Sequence), stored, SessionJson.Default.StoredMessage));
            operations.Add(Create(SessionDocuments.KnownId(session.Epoch, message.Draft.Id), new StoredMessageId { Sequence = message.Sequence, Digest = message.Digest }, SessionJson.Default.StoredMessageId));
        }

        return new MessagePlan(session, operations, items, contents);
    }

    /// <summary>Takes back what was written for messages that are not appended after all.</summary>
    public async ValueTask ForgetAsync(string tenantId, MessagePlan plan, CancellationToken cancellationToken)
    {
        foreach (var (owner, reference) in plan.Contents) await payloads.RemoveAsync(tenantId, owner, reference, cancellationToken);
    }

    /// <summary>What an open run says is appended, and nothing that comes after its end; what others append in a run, until it is erased.</summary>
    public async ValueTask<bool> MaySayAsync(SessionState state, MessageDraft draft, CancellationToken cancellationToken)
    {
        var tenantId = state.TenantId;
        if (draft.RunId is { } run)
        {
            // As with slots: an erasure of the run goes through what is noted after it was marked.
            await writings.NoteAsync(tenantId, run, state.Session, cancellationToken);
            if (await ErasedRuns.IsErasedAsync(store, tenantId, run, cancellationToken)) return false;
        }

        return !draft.IsOfARun || (draft.By.StartsWith(MessageAuthors.RunPrefix, StringComparison.Ordinal) && await ErasedRuns.IsOpenAsync(store, tenantId, draft.By[MessageAuthors.RunPrefix.Length..], cancellationToken));
    }

    private ApiError? Refusal(StoredSession session, int index, int bytes)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"messages[{index}]");
        if (bytes > options.Value.MaxMessageBytes) return SessionErrors.TooLarge(path, bytes, options.Value.MaxMessageBytes, nameof(SessionOptions.MaxMessageBytes));
        return session.Bytes + bytes > options.Value.MaxBytes ? SessionErrors.Full(path, options.Value.MaxBytes) : null;
    }

    private static StoredSession With(StoredSession session, MessageDraft draft, ContentLabel label, int bytes) => session with
    {
        Next = session.Next + 1,
        Integrity = Least(session.Integrity, label.Integrity),
        Confidentiality = Most(session.Confidentiality, label.Confidentiality),
        Bytes = session.Bytes + bytes,
        MessageBytes = session.MessageBytes + bytes,
        Staying = draft.IsPinned || (draft.Message.GetProperty("role").GetString() is "system" or "developer" && label.Integrity == Integrity.Trusted) ? session.Staying + 1 : session.Staying,
    };

    private async ValueTask<(long Sequence, string Digest)?> FindAsync(SessionState state, string id, Dictionary<string, (long, string)> seen, CancellationToken cancellationToken)
    {
        if (seen.TryGetValue(id, out var now)) return now;
        if ((await store.ReadAsync(state.Partition, SessionDocuments.KnownId(state.Epoch, id), cancellationToken)).Document is not { } document) return null;
        var known = JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredMessageId)!;
        return (known.Sequence, known.Digest);
    }

    private async ValueTask<StoredMessage> StoredAsync(SessionState state, PlannedMessage planned, CancellationToken cancellationToken)
    {
        var draft = planned.Draft;
        var subject = draft.EndUser is { } user ? SubjectNames.Fold(user) : null;
        return new StoredMessage
        {
            Sequence = planned.Sequence,
            Id = draft.Id,
            Role = draft.Message.GetProperty("role").GetString()!,
            Message = await payloads.KeepAsync(state.TenantId, state.PayloadOwner(subject), draft.Message, MaxInlineBytes, cancellationToken),
            Integrity = LabelNames.Of(planned.Label.Integrity),
            Confidentiality = LabelNames.Of(planned.Label.Confidentiality),
            By = draft.By,
            Run = draft.RunId,
            EndUser = draft.EndUser,
            Subject = subject,
            Bytes = planned.Bytes,
            Through = planned.Session.MessageBytes,
            SessionBytes = planned.Session.Bytes,
            Pinned = draft.IsPinned ? true : null,
            At = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
    }

    private static BatchOperation.Create Create<T>(string id, T body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => new(new DocumentWrite(id, JsonSerializer.SerializeToUtf8Bytes(body, type)));

    private static string Least(string integrity, Integrity other) => other == Integrity.Untrusted ? LabelNames.Of(Integrity.Untrusted) : integrity;

    private static string Most(string confidentiality, Confidentiality other) =>
        LabelNames.Of((Confidentiality)Math.Max((int)(LabelNames.FindConfidentiality(confidentiality) ?? Confidentiality.Restricted), (int)other));
}
