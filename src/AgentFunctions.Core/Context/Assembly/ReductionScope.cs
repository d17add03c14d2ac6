using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The messages that share one budget, while they are made to fit it.</summary>
internal sealed class ReductionScope
{
    private readonly List<ContextUnit> _units;
    private readonly Func<ContextItem, bool> _holds;
    private int _noteTokens;
    private int _slotNoteTokens;

    /// <param name="units">All of the context.</param>
    /// <param name="holds">Which of its messages share the budget.</param>
    /// <param name="noteTokens">What it costs to say that messages of the conversation are left out.</param>
    /// <param name="slotNoteTokens">And what, that slots are.</param>
    public ReductionScope(List<ContextUnit> units, Func<ContextItem, bool> holds, int noteTokens, int slotNoteTokens)
    {
        (_units, _holds, _noteTokens, _slotNoteTokens) = (units, holds, noteTokens, slotNoteTokens);
        Content = Items.Sum(static item => item.Tokens);
        foreach (var unit in units.Where(static unit => unit.LeftOut && unit.Items[0].LeftOutReason != DropReasons.Unpaired)) AddNote(unit);
    }

    /// <summary>What the messages cost now.</summary>
    public int Content { get; private set; }

    /// <summary>And what it costs at most to say what is left out of them.</summary>
    public int Notes { get; private set; }

    /// <summary>Both.</summary>
    public int Tokens => Content + Notes;

    private IEnumerable<ContextItem> Items => _units.Where(static unit => !unit.LeftOut).SelectMany(static unit => unit.Items).Where(_holds);

    /// <summary>Brings messages to a form, oldest first, until the target is reached.</summary>
    public void Lower(ItemRenderer renderer, ContextForm form, Func<ContextItem, bool> may, int target)
    {
        foreach (var item in Items)
        {
            if (Tokens <= target) return;
            if (item.Pinned || item.Text is null || item.Form >= form || !may(item)) continue;
            var before = item.Tokens;
            renderer.Render(item, form);
            Content += item.Tokens - before;
        }
    }

    /// <summary>Leaves messages of the conversation out until the target is reached, oldest first.</summary>
    public void LeaveOut(Func<ContextUnit, bool> may, int target)
    {
        foreach (var unit in _units)
        {
            if (!unit.IsSlot && may(unit)) LeaveOut(unit, target);
        }
    }

    /// <summary>Leaves out what stands in slots, from the end: the least relevant stands last.</summary>
    public void LeaveOutSlots(int target)
    {
        for (var index = _units.Count - 1; index >= 0; index--)
        {
            if (_units[index].IsSlot) LeaveOut(_units[index], target);
        }
    }

    /// <summary>Leaves rounds of the current turn out, oldest first, but for the newest message and what the user said.</summary>
    public void LeaveOutCurrent(int target)
    {
        foreach (var unit in _units.SkipLast(1))
        {
            if (unit.Current && unit.Items[0].Role is not ("user" or "system" or "developer")) LeaveOut(unit, target);
        }
    }

    /// <summary>What each slot costs, most first.</summary>
    public IReadOnlyList<(string Slot, int Tokens)> Parts()
    {
        var slots = Items.GroupBy(static item => item.Slot.Name).Select(static group => (Slot: group.Key, Tokens: group.Sum(static item => item.Tokens)));
        return [.. slots.OrderByDescending(static slot => slot.Tokens).ThenBy(static slot => slot.Slot, StringComparer.Ordinal)];
    }

    private void LeaveOut(ContextUnit unit, int target)
    {
        if (Tokens <= target || unit.LeftOut || unit.Pinned || !unit.Items.Exists(item => _holds(item))) return;
        Content -= unit.Items.Where(_holds).Sum(static item => item.Tokens);
        unit.LeaveOut(DropReasons.Budget);
        AddNote(unit);
    }

    /// <summary>Once for the conversation, once for slots.</summary>
    private void AddNote(ContextUnit unit)
    {
        if (unit.IsSlot) (Notes, _slotNoteTokens) = (Notes + _slotNoteTokens, 0);
        else (Notes, _noteTokens) = (Notes + _noteTokens, 0);
    }
}
