using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Declaration;

namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>Who may do what with a slot. A slot that one may not read looks like one that does not exist.</summary>
public static class SlotAccess
{
    /// <summary>The declaration of a slot that an agent may read (or write); a built-in one without declaration is an empty one.</summary>
    /// <param name="owner">The agent whose session it is, as declared now.</param>
    /// <param name="agent">The agent that asks.</param>
    /// <param name="slot">Name of the slot.</param>
    /// <param name="isWrite">It wants to write it.</param>
    public static Outcome<SlotSpec> Find(Resource<AgentSpec> owner, string agent, string slot, bool isWrite)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(slot);
        var declared = owner.Spec.Context?.Slots.GetValueOrDefault(slot);
        if (declared is null && !SlotNames.BuiltIn.Contains(slot)) return SessionErrors.NoSlot(slot);
        var found = declared ?? new SlotSpec();
        var isOwner = owner.Id == agent;
        if (!isOwner && !found.Read.Contains(agent) && !found.Write.Contains(agent)) return SessionErrors.NoSlot(slot);
        if (isWrite && SlotNames.IsFilled(slot)) return SessionErrors.FilledSlot(slot);
        return isOwner || !isWrite || found.Write.Contains(agent) ? found : ApiErrors.NotEntitled($"The slot '{slot}' of agents/{owner.Id} may be read but not written by agents/{agent}. Its agent says who may, in spec.context.slots.");
    }
}
