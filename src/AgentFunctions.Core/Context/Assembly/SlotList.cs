namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The slots of one context: the standard ones, as declared where they are, and those declared besides.</summary>
internal static class SlotList
{
    public static List<ContextSlot> Of(ContextInput input)
    {
        List<ContextSlot> slots = [.. ContextSlot.Standard];
        foreach (var declared in input.Slots)
        {
            var index = slots.FindIndex(slot => slot.Name == declared.Name);
            if (index >= 0) slots[index] = declared;
            else slots.Add(declared);
        }

        return slots;
    }

    /// <summary>The slot of a message; a name that nobody declared is one in the conversation without a budget.</summary>
    public static ContextSlot Find(IReadOnlyList<ContextSlot> slots, ContextItem item)
    {
        var name = item.Source.Slot ?? (item.IsResult ? ContextSlot.ToolResultsName : ContextSlot.HistoryName);
        return slots.FirstOrDefault(slot => slot.Name == name) ?? new ContextSlot(name);
    }

    public static List<SlotTokens> Count(IReadOnlyList<ContextSlot> slots, IReadOnlyList<ContextItem> items, IEnumerable<AssembledMessage> notes)
    {
        var before = items.GroupBy(static item => item.Slot.Name).ToDictionary(static group => group.Key, static group => (Before: group.Sum(item => item.TokensBefore), After: group.Sum(item => item.Tokens)));
        foreach (var note in notes) before[note.Slot] = (before.GetValueOrDefault(note.Slot).Before, before.GetValueOrDefault(note.Slot).After + note.Tokens);
        var named = slots.Where(slot => before.ContainsKey(slot.Name) || slot.BudgetTokens is not null).ToList();
        var other = before.Keys.Where(name => named.TrueForAll(slot => slot.Name != name)).Order(StringComparer.Ordinal).Select(static name => new ContextSlot(name));
        return [.. named.Concat(other).Select(slot => new SlotTokens(slot.Name, before.GetValueOrDefault(slot.Name).Before, before.GetValueOrDefault(slot.Name).After, slot.BudgetTokens))];
    }
}
