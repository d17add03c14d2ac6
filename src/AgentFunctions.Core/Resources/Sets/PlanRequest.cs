namespace AgentFunctions.Core.Resources.Sets;

/// <summary>What is to be planned.</summary>
/// <param name="Items">The resources as they shall be, each once.</param>
/// <param name="ManagedBy">The set that owns them from now on; null leaves owners as they are.</param>
/// <param name="Prune">Delete what <paramref name="ManagedBy"/> owns and the items lack.</param>
/// <param name="Force">Take over what another set owns.</param>
internal sealed record PlanRequest(IReadOnlyList<PlannedItem> Items, string? ManagedBy = null, bool Prune = false, bool Force = false);
