namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The messages of a replay that share one budget: what they cost from turn to turn, and from when on it is worth making them fit.</summary>
internal sealed class ReplayScope
{
    /// <summary>Where nothing could be won, it is tried again after this share of what there is to lose.</summary>
    private const int Tries = 8;

    private readonly Func<ContextItem, bool> _holds;
    private readonly int _slotTokens;
    private readonly bool _holdsHistory;
    private readonly int _high;
    private readonly int _budget;
    private int _tokens;
    private int _next;

    private ReplayScope(IReadOnlyList<ContextUnit> units, Func<ContextItem, bool> holds, bool holdsHistory, int high, int budget)
    {
        (_holds, _holdsHistory, _high, _budget, _next) = (holds, holdsHistory, high, budget, high);
        _slotTokens = Cost(units.Where(static unit => unit.IsSlot));
        _tokens = _slotTokens;
    }

    public bool IsOver => _tokens > _next;

    /// <summary>Those whose messages as they are cost more than their budget.</summary>
    public static List<ReplayScope> Of(IReadOnlyList<ContextUnit> units, IReadOnlyList<ContextSlot> slots, ContextInput input)
    {
        List<ReplayScope> scopes = [];
        if (input.BudgetTokens is { } total) scopes.Add(new ReplayScope(units, static _ => true, true, ContextReducer.High(total, input.Options), total));
        foreach (var slot in slots.Where(static slot => slot is { BudgetTokens: not null, Placement: SlotPlacement.Conversation }))
            scopes.Add(new ReplayScope(units, item => item.Slot.Name == slot.Name, slot.Name == ContextSlot.HistoryName, slot.BudgetTokens!.Value, slot.BudgetTokens.Value));
        return [.. scopes.Where(scope => scope.Cost(units) > scope._high)];
    }

    /// <summary>Counts what came with a turn.</summary>
    public void Add(IEnumerable<ContextUnit> turns) => _tokens += Cost(turns);

    /// <summary>Counts all that stands.</summary>
    public void Count(IReadOnlyCollection<ContextUnit> turns, LeftOutNote notes) =>
        _tokens = _slotTokens + Cost(turns) + (_holdsHistory && turns.Any(static unit => unit.LeftOut) ? notes.Most : 0);

    /// <summary>It was made to fit as far as it could be.</summary>
    public void Wait()
    {
        if (_tokens <= _high) _next = _high;
        else if (_tokens <= _budget) _next = Math.Min(_budget, _tokens + ((_budget - _high) / Tries));
        else _next = _tokens + (_budget / Tries);
    }

    private int Cost(IEnumerable<ContextUnit> units) => units.Where(static unit => !unit.LeftOut).SelectMany(static unit => unit.Items).Where(_holds).Sum(static item => item.Tokens);
}
