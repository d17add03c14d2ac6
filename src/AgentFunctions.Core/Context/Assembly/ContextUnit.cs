namespace AgentFunctions.Core.Context.Assembly;

/// <summary>What is kept or left out together: one message, or a message with calls and the results that answer them.</summary>
internal sealed class ContextUnit(ContextItem first)
{
    public List<ContextItem> Items { get; } = [first];

    public bool Pinned => Items.Exists(static item => item.Pinned);

    public bool Current => Items[0].Current;

    /// <summary>It stands in a slot of its own, not in the conversation.</summary>
    public bool IsSlot => Items[0].Slot.Placement != SlotPlacement.Conversation;

    public bool LeftOut => Items[0].Form == ContextForm.LeftOut;

    public void LeaveOut(string reason)
    {
        foreach (var item in Items)
        {
            item.Form = ContextForm.LeftOut;
            item.LeftOutReason = reason;
        }
    }
}
