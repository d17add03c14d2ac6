using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Sessions.Storage;
using Microsoft.Extensions.Options;

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
    private readonly SessionStore _sessions;
    private readonly MessagePlanner _writer;
    private readonly MessageRanges _ranges;
    private readonly IOptions<SessionOptions> _options;

    internal SessionMessages(SessionStore sessions, MessagePlanner writer, MessageRanges ranges, IOptions<SessionOptions> options) => (_sessions, _writer, _ranges, _options) = (sessions, writer, ranges, options);

    /// <summary>Appends messages, and begins the session where there is none. A message of an id that is there already is not appended again; another message under it is refused (409), as is one that is too large (413), more than the
    /// session may hold (409), or of a run that is over (409), and nothing is appended.</summary>
    /// <param name="binding">The session.</param>
    /// <param name="drafts">1 to <see cref="MaxAtOnce"/>, each with an id of its own.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<Outcome<AppendedMessages>> AppendAsync(SessionBinding binding, IReadOnlyList<MessageDraft> drafts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(drafts.Count, MaxAtOnce, nameof(drafts));
        MessagePlan? before = null;
        for (var i = 0; i < Attempts; i++)
        {
            // Asked between reading the session and the write, which fails on what changed it: an erasure ends the run, changes the session, and looks then.
            var state = await _sessions.OpenAsync(binding, cancellationToken);
            foreach (var draft in drafts.DistinctBy(static draft => (draft.By, draft.IsOfARun, draft.RunId)))
            {
                if (await _writer.MaySayAsync(state, draft, cancellationToken)) continue;
                if (before is not null) await _writer.ForgetAsync(state.TenantId, before, cancellationToken);
                return SessionErrors.RunOver;
            }

            var plan = await _writer.PlanAsync(state, drafts, cancellationToken);
            if (plan.Value is not { } wanted) return plan.Error!;
            before = wanted;
            if (wanted.Operations.Count == 0) return new AppendedMessages(state.Open, wanted.Items, 0);
            if ((await _sessions.WriteAsync(state, wanted.Session, wanted.Operations, cancellationToken)).IsOk)
                return new AppendedMessages(OpenSession.Of(state.TenantId, wanted.Session), wanted.Items, wanted.Items.Count(static item => !item.IsRepeat));
        }

        return SessionErrors.Busy;
    }

    /// <summary>Messages after (or, descending, before) a sequence. A page ends at its limit, or where its contents come to <see cref="SessionOptions.MaxPageBytes"/>.</summary>
    /// <param name="session">The session.</param>
    /// <param name="from">The last sequence that is not wanted; null: from the beginning, or the end.</param>
    /// <param name="descending">The latest first.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public async ValueTask<MessagePage> ListAsync(OpenSession session, long? from, bool descending, int limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        List<SessionMessage> items = [];
        var bytes = 0L;
        var (low, high) = descending ? (1, Math.Min((from ?? long.MaxValue) - 1, session.Messages)) : ((from ?? 0) + 1, session.Messages);
        await foreach (var stored in _ranges.ReadAsync(session, low, high, descending, cancellationToken))
        {
            if (items.Count == limit || (items.Count > 0 && bytes + stored.Bytes > _options.Value.MaxPageBytes)) return new MessagePage(items, HasMore: true);
            if (await _ranges.ResolveAsync(session, stored, cancellationToken) is not { } message) continue;
            items.Add(message);
            bytes += stored.Bytes > 0 ? stored.Bytes : StoredMessages.BytesOf(message.Message);
        }

        return new MessagePage(items, HasMore: false);
    }
}
