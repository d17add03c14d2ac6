using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Storage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>Works out what writing a slot writes.</summary>
internal sealed class SlotWriter(IPayloadStore payloads, TimeProvider time)
{
    /// <summary>Bytes of a value in its document; larger ones are payloads.</summary>
    public const int MaxInlineBytes = 64 * 1024;

    public async ValueTask<StoredSlot> StoredAsync(SessionState state, SlotDraft draft, long version, CancellationToken cancellationToken)
    {
        var subject = draft.EndUser is { } user ? SubjectNames.Fold(user) : null;
        return new StoredSlot
        {
            Name = draft.Name,
            Version = version,
            Value = await payloads.KeepAsync(state.TenantId, state.PayloadOwner(subject), draft.Value, MaxInlineBytes, cancellationToken),
            Integrity = LabelNames.Of(draft.Label.Integrity),
            Confidentiality = LabelNames.Of(draft.Label.Confidentiality),
            By = draft.By,
            Run = draft.RunId,
            EndUser = draft.EndUser,
            Subject = subject,
            Bytes = StoredMessages.BytesOf(draft.Value),
            At = time.GetUtcNow().ToUnixTimeMilliseconds(),
        };
    }

    /// <summary>The value and its version; beside the session, which makes them wait for one another.</summary>
    /// <param name="epoch">Of the session.</param>
    /// <param name="stored">What is written.</param>
    /// <param name="etag">Of what is there; null where there is nothing.</param>
    public static IReadOnlyList<BatchOperation> Operations(string epoch, StoredSlot stored, string? etag)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(stored, SessionJson.Default.StoredSlot);
        var write = new DocumentWrite(SessionDocuments.SlotId(epoch, stored.Name), body);
        return [etag is null ? new BatchOperation.Create(write) : new BatchOperation.Replace(write, etag), new BatchOperation.Create(new DocumentWrite(SessionDocuments.VersionId(epoch, stored.Name, stored.Version), body))];
    }
}
