using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The messages that share one budget, while they are made to fit it.</summary>
internal sealed class ReductionScope
{
    private readonly List<ContextUnit> _units;
    private readonly Func<ContextItem, bool> _holds;
    private readonly int _noteTokens;

    public ReductionScope(List<ContextUnit> units, Func<ContextItem, bool> holds, int noteTokens)
    {
        (_units, _holds, _noteTokens) = (units, holds, noteTokens);
        Tokens = Items.Sum(static item => item.Tokens);
        if (units.Exists(static unit => unit.LeftOut && unit.Items[0].LeftOutReason != DropReasons.Unpaired)) AddNote();
    }

    /// <summary>What they cost now.</summary>
    public int Tokens { get; private set; }

    private IEnumerable<ContextItem> Items => _units.Where(static unit => !unit.LeftOut).SelectMany(static unit => unit.Items).Where(_holds);

    private bool HasNote { get; set; }

    /// <summary>Brings messages to a form, oldest first, until the target is reached.</summary>
    public void Lower(ItemRenderer renderer, ContextForm form, Func<ContextItem, bool> may, int target)
    {
        foreach (var item in Items)
        {
            if (Tokens <= target) return;
            if (item.Pinned || item.Text is null || item.Form >= form || !may(item)) continue;
            var before = item.Tokens;
            renderer.Render(item, form);
            Tokens += item.Tokens - before;
        }
    }

    /// <summary>Leaves messages out until the target is reached: those outside the conversation from the end (the least relevant stands last), those in it from the oldest on, never the current turn.</summary>
    public void LeaveOut(int target)
    {
        for (var index = _units.Count - 1; index >= 0; index--)
        {
            if (_units[index].Items[0].Slot.Placement != SlotPlacement.Conversation) LeaveOut(_units[index], target);
        }

        foreach (var unit in _units)
        {
            if (!unit.Current && unit.Items[0].Slot.Placement == SlotPlacement.Conversation) LeaveOut(unit, target);
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

    /// <summary>The slot that costs most, and what.</summary>
    public (string Slot, int Tokens) Largest()
    {
        var slots = Items.GroupBy(static item => item.Slot.Name).Select(static group => (group.Key, Tokens: group.Sum(static item => item.Tokens)));
        return slots.OrderByDescending(static slot => slot.Tokens).ThenBy(static slot => slot.Key, StringComparer.Ordinal).Select(static slot => (slot.Key, slot.Tokens)).FirstOrDefault((ContextSlot.HistoryName, Tokens));
    }

    private void LeaveOut(ContextUnit unit, int target)
    {
        if (Tokens <= target || unit.LeftOut || unit.Pinned || !unit.Items.Exists(item => _holds(item))) return;
        Tokens -= unit.Items.Where(_holds).Sum(static item => item.Tokens);
        unit.LeaveOut(DropReasons.Budget);
        if (!HasNote) AddNote();
    }

    private void AddNote()
    {
        HasNote = true;
        Tokens += _noteTokens;
    }
}
