namespace AgentFunctions.Core.Context.Assembly;

/// <summary>The order of a context: leading slots, the conversation, and what changes with every turn right before the last message of the user.</summary>
internal static class ContextOrder
{
    public static List<ContextUnit> Of(IReadOnlyList<ContextItem> items, IReadOnlyList<ContextSlot> slots)
    {
        List<ContextItem> conversation = [];
        Dictionary<string, List<ContextItem>> placed = new(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (IsConversation(item)) conversation.Add(item);
            else if (placed.TryGetValue(item.Slot.Name, out var list)) list.Add(item);
            else placed[item.Slot.Name] = [item];
        }

        var turns = Pair(conversation);
        var current = turns.FindLastIndex(static unit => unit.Items[0].Role == "user");
        NumberRounds(turns);
        NumberExchanges(turns);
        List<ContextUnit> ordered = [];
        ordered.AddRange(At(SlotPlacement.Leading, slots, placed));
        ordered.AddRange(turns.Take(Math.Max(current, 0)));
        ordered.AddRange(At(SlotPlacement.Current, slots, placed));
        ordered.AddRange(turns.Skip(Math.Max(current, 0)));
        return ordered;
    }

    private static bool IsConversation(ContextItem item) => item.IsResult || item.Calls.Count > 0 || item.Slot.Placement == SlotPlacement.Conversation;

    private static IEnumerable<ContextUnit> At(SlotPlacement placement, IReadOnlyList<ContextSlot> slots, Dictionary<string, List<ContextItem>> placed) =>
        slots.Where(slot => slot.Placement == placement && placed.ContainsKey(slot.Name)).SelectMany(slot => placed[slot.Name]).Select(static item => new ContextUnit(item));

    /// <summary>Results join the message whose calls they answer, if they stand right behind it: anywhere else no provider takes them.</summary>
    private static List<ContextUnit> Pair(List<ContextItem> conversation)
    {
        List<ContextUnit> units = [];
        Dictionary<string, Queue<ToolCallPart>> open = new(StringComparer.Ordinal);
        foreach (var item in conversation)
        {
            if (item.Role == "function" && units.Count > 0 && !units[^1].LeftOut)
            {
                units[^1].Items.Add(item);
            }
            else if (item.Role == "tool")
            {
                if (item.CallId is { } id && open.TryGetValue(id, out var calls) && calls.TryDequeue(out var call))
                {
                    item.Call = call;
                    units[^1].Items.Add(item);
                }
                else
                {
                    LeaveOutLater(item);
                }
            }
            else
            {
                Close(units, open);
                units.Add(new ContextUnit(item));
                foreach (var call in item.Calls) Open(open, call);
            }
        }

        Close(units, open);
        return [.. units, .. conversation.Where(static item => item is { Role: "tool", Form: ContextForm.LeftOut, Call: null }).Select(static item => new ContextUnit(item))];
    }

    private static void Open(Dictionary<string, Queue<ToolCallPart>> open, ToolCallPart call)
    {
        if (!open.TryGetValue(call.Id, out var calls)) open[call.Id] = calls = new Queue<ToolCallPart>();
        calls.Enqueue(call);
    }

    private static void Close(List<ContextUnit> units, Dictionary<string, Queue<ToolCallPart>> open)
    {
        if (open.Values.Any(static calls => calls.Count > 0)) units[^1].LeaveOut(DropReasons.Unpaired);
        open.Clear();
    }

    private static void LeaveOutLater(ContextItem item)
    {
        item.Form = ContextForm.LeftOut;
        item.LeftOutReason = DropReasons.Unpaired;
    }

    private static void NumberExchanges(List<ContextUnit> turns)
    {
        var exchange = 0;
        for (var index = turns.Count - 1; index >= 0; index--)
        {
            foreach (var item in turns[index].Items) item.Exchange = exchange;
            if (turns[index].Items[0].Role == "user") exchange++;
        }
    }

    private static void NumberRounds(List<ContextUnit> turns)
    {
        var round = 0;
        for (var index = turns.Count - 1; index >= 0; index--)
        {
            if (turns[index].Items.Count < 2 || turns[index].LeftOut) continue;
            turns[index].Items.ForEach(item => item.Round = round);
            round++;
        }
    }
}
