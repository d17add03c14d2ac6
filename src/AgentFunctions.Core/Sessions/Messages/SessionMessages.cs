using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>The messages of sessions. They are appended all or none, in one batch with the session itself, so their sequence has no gaps and an ended session takes no more.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached; appending again with the same ids appends once.</exception>
public sealed class SessionMessages
{
    /// <summary>Messages appended at once.</summary>
    public const int MaxAtOnce = 48;

    /// <summary>Messages in a page.</summary>
    public const int MaxPage = 500;

    private const int Attempts = 16;
    private readonly IDocumentStore _store;
    private readonly SessionStore _sessions;
    private readonly MessagePlanner _writer;
    private readonly IPayloadStore _payloads;

    internal SessionMessages(IDocumentStore store, SessionStore sessions, MessagePlanner writer, IPayloadStore payloads) => (_store, _sessions, _writer, _payloads) = (store, sessions, writer, payloads);

    /// <summary>Appends messages, and begins the session where there is none. A message of an id that is there already is not appended again; another message under it is refused (409), and nothing is appended.</summary>
    /// <param name="binding">The session.</param>
    /// <param name="drafts">1 to <see cref="MaxAtOnce"/>, each with an id of its own.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<Outcome<AppendedMessages>> AppendAsync(SessionBinding binding, IReadOnlyList<MessageDraft> drafts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drafts.Count, MaxAtOnce, nameof(drafts));
        for (var i = 0; i < Attempts; i++)
        {
            var state = await _sessions.OpenAsync(binding, cancellationToken);
            var plan = await _writer.PlanAsync(state, drafts, cancellationToken);
            if (plan.Value is not { } wanted) return plan.Error!;
            if (wanted.Operations.Count == 0) return new AppendedMessages(state.Open, wanted.Items, 0);
            if ((await _sessions.WriteAsync(state, wanted.Session, wanted.Operations, cancellationToken)).IsOk)
                return new AppendedMessages(OpenSession.Of(state.TenantId, wanted.Session), wanted.Items, wanted.Items.Count(static item => !item.IsRepeat));
        }

        return SessionErrors.Busy;
    }

    /// <summary>The latest messages of a session, oldest first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="most">How many.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<IReadOnlyList<SessionMessage>> LatestAsync(OpenSession session, int most, CancellationToken cancellationToken)
    {
        List<SessionMessage> latest = [];
        long? from = null;
        while (latest.Count < most)
        {
            var page = await ListAsync(session, from, descending: true, Math.Min(MaxPage, most - latest.Count), cancellationToken);
            latest.AddRange(page.Items);
            if (!page.HasMore || page.Items.Count == 0) break;
            from = page.Items[^1].Sequence;
        }

        latest.Reverse();
        return latest;
    }

    /// <summary>Messages after (or, descending, before) a sequence.</summary>
    /// <param name="session">The session.</param>
    /// <param name="from">The last sequence that is not wanted; null: from the beginning, or the end.</param>
    /// <param name="descending">The latest first.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<MessagePage> ListAsync(OpenSession session, long? from, bool descending, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        List<SessionMessage> items = [];

        // They have no gaps: what is wanted is known by its ids.
        var next = descending ? Math.Min((from ?? long.MaxValue) - 1, session.Messages) : (from ?? 0) + 1;
        var last = descending ? Math.Max(1, next - limit + 1) : Math.Min(session.Messages, next + limit - 1);
        var (low, high) = descending ? (last, next) : (next, last);
        string? continuation = null;
        if (low <= high)
        {
            do
            {
                var query = new DocumentQuery(IdPrefix: SessionDocuments.MessagePrefix(session.Epoch), IdAfter: SessionDocuments.MessageId(session.Epoch, low - 1), Limit: (int)(high - low + 1 - items.Count), Continuation: continuation);
                var page = await _store.QueryAsync(session.Partition, query, cancellationToken);
                foreach (var document in page.Items)
                    if (await StoredMessages.ReadAsync(_payloads, session, document, cancellationToken) is { } message && message.Sequence <= high) items.Add(message);
                continuation = page.Continuation;
            }
            while (continuation is not null && items.Count < high - low + 1);
        }

        if (descending) items.Reverse();
        return new MessagePage(items, descending ? low > 1 : high < session.Messages);
    }
}
