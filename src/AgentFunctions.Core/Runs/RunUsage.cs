using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Runs;

/// <summary>What the calls of a run came to.</summary>
/// <param name="Requests">Calls.</param>
/// <param name="Tokens">By class.</param>
/// <param name="Cost">Exact.</param>
public sealed record RunUsage(long Requests, TokenCounts Tokens, CallCost Cost);
