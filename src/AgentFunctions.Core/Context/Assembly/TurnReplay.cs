using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>
/// What a context was at each turn before this one, for callers that keep no state: every message of the assistant answered a context that ended right before it. What was reduced for that one stays so, and
/// a conversation that grows is shown with the same beginning from turn to turn. Slots are taken to have been what they are, and are left as they are. Follows from the input alone; about linear in it.
/// </summary>
internal sealed class TurnReplay(IReadOnlyList<ContextUnit> units, IReadOnlyList<ContextSlot> slots, ItemRenderer renderer, LeftOutNote notes, ContextInput input, ContextClock clock)
{
    private readonly CompressionOptions _options = input.Options;
    private readonly Repetitions _repetitions = new(input.Options, null);
    private readonly List<ContextUnit> _slotUnits = [.. units.Where(static unit => unit.IsSlot && !unit.LeftOut)];
    private readonly List<ReplayScope> _scopes = ReplayScope.Of(units, slots, input);

    /// <summary>The turns of the conversation that stand, and the last of those that are left out.</summary>
    private readonly List<ContextUnit> _turns = [];

    /// <summary>The results that may come to be condensed, and what they cost.</summary>
    private readonly List<ContextItem> _whole = [];
    private int _wholeTokens;

    /// <summary>Of <see cref="_turns"/>, how many were there at the last turn.</summary>
    private int _seen;

    public void Run()
    {
        foreach (var unit in units.Where(static unit => !unit.IsSlot && !unit.LeftOut))
        {
            if (_turns.Count > 0 && unit.Items[0].Role == "assistant") Turn();
            Add(unit);
        }

        (clock.Round, clock.Exchange) = (0, 0);
    }

    private void Add(ContextUnit unit)
    {
        _turns.Add(unit);
        if (unit.Items.Count > 1) clock.Round = unit.Items[0].Round;
        clock.Exchange = unit.Items[0].Exchange;
        foreach (var item in unit.Items.Where(static item => item is { IsResult: true, Text: not null }))
        {
            _repetitions.Find(item);
            if (!item.Pinned && item.SameAs is null && item.TextTokens >= _options.CondenseTokens) Watch(item);
        }
    }

    private void Watch(ContextItem item)
    {
        _whole.Add(item);
        _wholeTokens += item.TextTokens;
    }

    private void Turn()
    {
        var isChanged = _wholeTokens >= _options.BatchTokens && Batches.Close(_whole, _options);
        if (isChanged) ForgetReduced();
        if (_scopes.Count == 0) return;
        if (isChanged) Show(_turns);
        else Show(_turns.Skip(_seen));
        if (isChanged) _scopes.ForEach(scope => scope.Count(_turns, notes));
        else _scopes.ForEach(scope => scope.Add(_turns.Skip(_seen)));
        if (_scopes.Exists(static scope => scope.IsOver)) Fit();
        _seen = _turns.Count;
    }

    private void ForgetReduced()
    {
        _whole.RemoveAll(static item => item.Form != ContextForm.Whole);
        _wholeTokens = _whole.Sum(static item => item.TextTokens);
    }

    private void Show(IEnumerable<ContextUnit> turns)
    {
        foreach (var item in turns.Where(static unit => !unit.LeftOut).SelectMany(static unit => unit.Items)) Batches.Show(item, renderer, _options);
    }

    /// <summary>As at that turn. What referred to something that is left out now stands for itself, and all is made to fit once more.</summary>
    private void Fit()
    {
        var reducer = new ContextReducer([.. _slotUnits, .. _turns], renderer, input, notes);
        do
        {
            reducer.Reduce(slots);
            foreach (var item in _slotUnits.SelectMany(static unit => unit.Items)) (item.Form, item.Rendered, item.RenderedFor) = (ContextForm.Whole, null, null);
        }
        while (Release());

        var left = _turns.FindLast(static unit => unit.LeftOut);
        _turns.RemoveAll(unit => unit.LeftOut && unit != left);
        ForgetReduced();
        _scopes.ForEach(scope =>
        {
            scope.Count(_turns, notes);
            scope.Wait();
        });
    }

    private bool Release()
    {
        var lost = _turns.Where(static unit => !unit.LeftOut).SelectMany(static unit => unit.Items).Where(static item => item.RefersToNothing).ToList();
        foreach (var item in lost)
        {
            (item.SameAs, item.NearTo) = (null, null);
            renderer.Render(item);
            if (item.Form == ContextForm.Whole && item.TextTokens >= _options.CondenseTokens) Watch(item);
        }

        return lost.Count > 0;
    }
}
