using System.Runtime.CompilerServices;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs.Subjects;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Storage;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>The slots of sessions and their versions. A value, its version and the session are written in one batch. Rights are the caller's to check, with <see cref="SlotAccess"/>.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached.</exception>
public sealed class SessionSlots
{
    /// <summary>Versions in a page.</summary>
    public const int MaxPage = 500;

    /// <summary>Versions read at once; one lies in its document with 64 KiB at most.</summary>
    private const int AtOnce = 16;

    private const int Attempts = 16;
    private readonly IDocumentStore _store;
    private readonly SessionStore _sessions;
    private readonly SlotWriter _writer;
    private readonly SessionWritings _writings;
    private readonly IPayloadStore _payloads;
    private readonly SessionOptions _options;

    internal SessionSlots(IDocumentStore store, SessionStore sessions, SlotWriter writer, SessionWritings writings, IPayloadStore payloads, IOptions<SessionOptions> options) =>
        (_store, _sessions, _writer, _writings, _payloads, _options) = (store, sessions, writer, writings, payloads, options.Value);

    /// <summary>Bytes of a value as JSON.</summary>
    public int MaxBytes => _options.MaxSlotBytes;

    /// <summary>Writes a value, and begins the session where there is none. Refused where it does not fit the slot's schema (400), is too large (413) or more than the session may hold (409), or the slot is not as the condition says (412).</summary>
    public async ValueTask<Outcome<SlotValue>> PutAsync(SessionBinding binding, SlotDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (draft.Declared?.Schema is { } schema && InputSchema.Compile(schema).Validate(draft.Value, "value", $"The value of the slot '{draft.Name}'") is { } wrong) return wrong;
        var bytes = StoredMessages.BytesOf(draft.Value);
        if (bytes > _options.MaxSlotBytes) return SessionErrors.TooLarge("value", bytes, _options.MaxSlotBytes, nameof(SessionOptions.MaxSlotBytes));
        for (var i = 0; i < Attempts; i++)
        {
            var state = await _sessions.OpenAsync(binding, cancellationToken);
            var current = (await _store.ReadAsync(state.Partition, SessionDocuments.SlotId(state.Epoch, draft.Name), cancellationToken)).Document;
            var before = current is null ? null : SlotReader.Stored(current);
            if (!Holds(draft, state.Epoch, before?.Version)) return SessionErrors.Changed;
            if (state.Session.Bytes + bytes > _options.MaxBytes) return SessionErrors.Full("value", _options.MaxBytes);
            if (draft.RunId is { } run)
            {
                // As with messages: an erasure of the run goes through what is noted after it was marked.
                await _writings.NoteAsync(state.TenantId, run, state.Session, cancellationToken);
                if (await ErasedRuns.IsErasedAsync(_store, state.TenantId, run, cancellationToken)) return SessionErrors.RunOver;
            }

            var stored = await _writer.StoredAsync(state, draft, (before?.Version ?? 0) + 1, cancellationToken);
            if ((await _sessions.WriteAsync(state, state.Session with { Bytes = state.Session.Bytes + bytes }, SlotWriter.Operations(state.Epoch, stored, current?.ETag), cancellationToken)).IsOk) return SlotReader.Of(stored, state.Epoch, draft.Value);
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
    public async ValueTask<IReadOnlyList<SlotHead>> ListAsync(OpenSession session, CancellationToken cancellationToken)
    {
        List<SlotHead> heads = [];
        await foreach (var stored in StoredAsync(session, cancellationToken)) heads.Add(new SlotHead(stored.Name, stored.Version, DateTimeOffset.FromUnixTimeMilliseconds(stored.At), StoredMessages.LabelOf(stored.Integrity, stored.Confidentiality)));
        return heads;
    }

    /// <summary>What the slots hold, by name; <c>context_too_large</c> where that is more than a context is made of.</summary>
    /// <param name="session">The session.</param>
    /// <param name="wanted">Which slots, by name.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<Outcome<IReadOnlyList<SlotValue>>> ReadAsync(OpenSession session, Func<string, bool> wanted, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        List<SlotValue> slots = [];
        var bytes = 0L;
        await foreach (var stored in StoredAsync(session, cancellationToken))
        {
            if (!wanted(stored.Name)) continue;
            bytes += stored.Bytes;
            if (bytes > _options.MaxContextBytes) return SessionErrors.SlotsTooLarge(stored.Name, _options.MaxContextBytes);
            if (await SlotReader.ResolveAsync(_payloads, session, stored, cancellationToken) is { } slot) slots.Add(slot);
        }

        return slots;
    }

    /// <summary>Versions of a slot, the latest first. A page ends at its limit, or where its values come to <see cref="SessionOptions.MaxPageBytes"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="before">Only versions before this one; null: all.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<SlotPage> HistoryAsync(OpenSession session, string slot, long? before, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        if ((await _store.ReadAsync(session.Partition, SessionDocuments.SlotId(session.Epoch, slot), cancellationToken)).Document is not { } current) return new SlotPage([], HasMore: false);
        List<SlotValue> items = [];
        var bytes = 0L;
        for (var high = Math.Min((before ?? long.MaxValue) - 1, SlotReader.Stored(current).Version); high > 0; high -= AtOnce)
        {
            foreach (var stored in await VersionsAsync(session, slot, Math.Max(1, high - AtOnce + 1), high, cancellationToken))
            {
                if (items.Count == limit || (items.Count > 0 && bytes + stored.Bytes > _options.MaxPageBytes)) return new SlotPage(items, HasMore: true);
                if (await SlotReader.ResolveAsync(_payloads, session, stored, cancellationToken) is not { } version) continue;
                items.Add(version);
                bytes += stored.Bytes > 0 ? stored.Bytes : StoredMessages.BytesOf(version.Value);
            }
        }

        return new SlotPage(items, HasMore: false);
    }

    private async IAsyncEnumerable<StoredSlot> StoredAsync(OpenSession session, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        string? continuation = null;
        do
        {
            var page = await _store.QueryAsync(session.Partition, new DocumentQuery(IdPrefix: SessionDocuments.SlotPrefix(session.Epoch), Limit: AtOnce, Continuation: continuation), cancellationToken);
            foreach (var document in page.Items) yield return SlotReader.Stored(document);
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>The latest first; they have no gaps.</summary>
    private async ValueTask<List<StoredSlot>> VersionsAsync(OpenSession session, string slot, long low, long high, CancellationToken cancellationToken)
    {
        List<StoredSlot> versions = [];
        string? continuation = null;
        do
        {
            var query = new DocumentQuery(
                IdPrefix: SessionDocuments.VersionPrefix(session.Epoch, slot), IdAfter: SessionDocuments.VersionId(session.Epoch, slot, low - 1), Limit: (int)(high - low + 1 - versions.Count), Continuation: continuation);
            var page = await _store.QueryAsync(session.Partition, query, cancellationToken);
            versions.AddRange(page.Items.Select(SlotReader.Stored).Where(version => version.Version <= high));
            continuation = page.Continuation;
        }
        while (continuation is not null && versions.Count < high - low + 1);
        versions.Reverse();
        return versions;
    }

    private static bool Holds(SlotDraft draft, string epoch, long? version)
    {
        var (ifMatch, ifNoneMatch) = draft.Condition;
        if (ifNoneMatch) return version is null;
        return ifMatch is null || (version is { } there && (ifMatch == "*" || ifMatch == SlotReader.ETagOf(epoch, there)));
    }
}
