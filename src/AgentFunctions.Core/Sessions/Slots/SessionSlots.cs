using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>The slots of sessions and their versions. A value, its version and the session are written in one batch. Rights are the caller's to check, with <see cref="SlotAccess"/>.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached.</exception>
public sealed class SessionSlots
{
    /// <summary>Bytes of a value.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Versions in a page.</summary>
    public const int MaxPage = 500;

    private const int Attempts = 16;
    private readonly IDocumentStore _store;
    private readonly SessionStore _sessions;
    private readonly SlotWriter _writer;
    private readonly IPayloadStore _payloads;

    internal SessionSlots(IDocumentStore store, SessionStore sessions, SlotWriter writer, IPayloadStore payloads) => (_store, _sessions, _writer, _payloads) = (store, sessions, writer, payloads);

    /// <summary>Writes a value, and begins the session where there is none. Refused where it does not fit the slot's schema (400), or the slot is not as the condition says (412).</summary>
    public async ValueTask<Outcome<SlotValue>> PutAsync(SessionBinding binding, SlotDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Declared?.Schema is { } schema && InputSchema.Compile(schema).Validate(draft.Value, "value", $"The value of the slot '{draft.Name}'") is { } wrong) return wrong;
        for (var i = 0; i < Attempts; i++)
        {
            var state = await _sessions.OpenAsync(binding, cancellationToken);
            var current = (await _store.ReadAsync(state.Partition, SessionDocuments.SlotId(state.Epoch, draft.Name), cancellationToken)).Document;
            var before = current is null ? null : SlotReader.Stored(current);
            if (!Holds(draft, state.Epoch, before?.Version)) return SessionErrors.Changed;
            var stored = await _writer.StoredAsync(state, draft, (before?.Version ?? 0) + 1, cancellationToken);
            if ((await _sessions.WriteAsync(state, state.Session, SlotWriter.Operations(state.Epoch, stored, current?.ETag), cancellationToken)).IsOk) return SlotReader.Of(stored, state.Epoch, draft.Value);
        }

        return SessionErrors.Busy;
    }

    /// <summary>What a slot holds; null where it holds nothing.</summary>
    public async ValueTask<SlotValue?> FindAsync(OpenSession session, string slot, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        return (await _store.ReadAsync(session.Partition, SessionDocuments.SlotId(session.Epoch, slot), cancellationToken)).Document is { } document
            ? await SlotReader.ReadAsync(_payloads, session, document, cancellationToken)
            : null;
    }

    /// <summary>Every slot that holds something, by name.</summary>
    public async ValueTask<IReadOnlyList<SlotValue>> ListAsync(OpenSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        List<SlotValue> slots = [];
        string? continuation = null;
        do
        {
            var page = await _store.QueryAsync(session.Partition, new DocumentQuery(IdPrefix: SessionDocuments.SlotPrefix(session.Epoch), Continuation: continuation), cancellationToken);
            foreach (var document in page.Items)
                if (await SlotReader.ReadAsync(_payloads, session, document, cancellationToken) is { } slot) slots.Add(slot);
            continuation = page.Continuation;
        }
        while (continuation is not null);
        return slots;
    }

    /// <summary>Versions of a slot, the latest first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="before">Only versions before this one; null: all.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<SlotPage> HistoryAsync(OpenSession session, string slot, long? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        List<SlotValue> items = [];
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(IdPrefix: SessionDocuments.VersionPrefix(session.Epoch, slot), Descending: true, Continuation: continuation);
            var page = await _store.QueryAsync(session.Partition, query, cancellationToken);
            foreach (var document in page.Items)
            {
                if (before <= SlotReader.Stored(document).Version) continue;
                if (items.Count == limit) return new SlotPage(items, HasMore: true);
                if (await SlotReader.ReadAsync(_payloads, session, document, cancellationToken) is { } version) items.Add(version);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
        return new SlotPage(items, HasMore: false);
    }

    private static bool Holds(SlotDraft draft, string epoch, long? version)
    {
        var (ifMatch, ifNoneMatch) = draft.Condition;
        if (ifNoneMatch) return version is null;
        return ifMatch is null || (version is { } there && (ifMatch == "*" || ifMatch == SlotReader.ETagOf(epoch, there)));
    }
}
