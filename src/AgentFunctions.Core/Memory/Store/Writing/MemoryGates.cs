using AgentFunctions.Core.Memory.Store.Text;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>
/// What every draft passes, in this order: bounds; secrets; text that memory gave out before; then what is there already (<see cref="MemoryPlanner"/>): a duplicate is merged, a learned record waits in quarantine, a verified
/// one takes the place of what it contradicts.
/// </summary>
internal static class MemoryGates
{
    /// <summary>Why the draft is refused, before anything in the store counts; null: it passes.</summary>
    public static MemoryWriteResult? Refuse(int index, MemoryDraft draft, GivenRecords given)
    {
        if (MemoryBounds.Find(draft) is { } field) return new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Invalid) { Field = field };
        if (SecretText.IsIn(draft.Text) || (draft.Value is { } value && SecretText.IsIn(value))) return new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Secret);
        return draft.IsRecalled || given.Contains(draft) ? new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Recalled) : null;
    }
}
