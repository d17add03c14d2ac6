namespace AgentFunctions.Core.Sessions.Slots;

/// <summary>Versions of a slot, the latest first.</summary>
/// <param name="Items">In that order.</param>
/// <param name="HasMore">Older ones follow.</param>
public sealed record SlotPage(IReadOnlyList<SlotValue> Items, bool HasMore);
