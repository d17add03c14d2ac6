namespace AgentFunctions.Core.Runs.Control;

/// <summary>What was done to many runs, or would be.</summary>
/// <param name="Items">Runs that the filter and the verb apply to, newest first.</param>
/// <param name="HasMore">There are more than are done at once; send it again.</param>
public sealed record RunBulkResult(IReadOnlyList<RunBulkItem> Items, bool HasMore);
