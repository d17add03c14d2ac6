using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Runs.Control;

/// <summary>What became of one run of many.</summary>
/// <param name="Run">As it was; after it, where something was done.</param>
/// <param name="IsDone">The verb was done to it.</param>
/// <param name="Error">Why not; null in a dry run as well.</param>
public sealed record RunBulkItem(Run Run, bool IsDone, ApiError? Error);
