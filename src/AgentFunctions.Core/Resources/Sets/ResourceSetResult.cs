namespace AgentFunctions.Core.Resources.Sets;

/// <summary>What applying a set did, or would do.</summary>
/// <param name="DryRun">Nothing was written.</param>
/// <param name="Sequence">The tenant's sequence after it.</param>
/// <param name="Changes">One entry an item, in the set's order, then what was pruned.</param>
public sealed record ResourceSetResult(bool DryRun, long Sequence, IReadOnlyList<ResourceSetChange> Changes);
