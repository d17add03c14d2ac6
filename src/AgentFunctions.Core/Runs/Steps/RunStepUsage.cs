using AgentFunctions.Core.Costs;

namespace AgentFunctions.Core.Runs.Steps;

/// <summary>What a step came to, as whoever did it was told; the ledger's own figures are those of the run.</summary>
/// <param name="Model">The model, where one was called.</param>
/// <param name="Requests">Calls.</param>
/// <param name="Tokens">By class.</param>
/// <param name="Cost">Nano-dollars.</param>
public sealed record RunStepUsage(string? Model, long Requests, TokenCounts Tokens, long Cost);
