using System.Collections.Concurrent;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Budgets;

/// <summary>
/// What limits refused, or would have, noted on the way of a call at the cost of a look-up and told within a second by <see cref="LimitNoteWriter"/>. A process that is killed in between loses a note; the next refusal
/// makes it again.
/// </summary>
public sealed class LimitNotes
{
    private const int MaxNotes = 10_000;
    private readonly ConcurrentDictionary<BudgetMark, LimitNote> _notes = new();

    /// <summary>A call was refused. Only budgets with nothing left are told of: rates refuse all day long.</summary>
    public void Refused(UsageSubject subject, LimitRefusal refusal)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(refusal);
        if (refusal.Reason == RefusalReason.Exhausted) Add(EventTypes.BudgetExhausted, subject, refusal.State);
    }

    /// <summary>Limits that only watch would have refused a call.</summary>
    public void WouldRefuse(UsageSubject subject, IReadOnlyList<LimitState> states)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(states);
        for (var i = 0; i < states.Count; i++) Add(EventTypes.BudgetWouldRefuse, subject, states[i]);
    }

    internal IReadOnlyCollection<KeyValuePair<BudgetMark, LimitNote>> Waiting => _notes.IsEmpty ? [] : [.. _notes];

    internal void Done(BudgetMark mark) => _notes.TryRemove(mark, out _);

    private void Add(string type, UsageSubject subject, LimitState state)
    {
        var watched = WatchedLimit.Of(subject, state.Limit);
        if (_notes.Count < MaxNotes) _notes.TryAdd(BudgetMark.Of(subject.TenantId, type, watched), new LimitNote(watched, state.Settled));
    }
}
