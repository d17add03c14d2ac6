namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>What a turn's calls came to.</summary>
/// <param name="Digest">Of all of them with their results.</param>
/// <param name="Fault">Why the run cannot go on; null where it can.</param>
/// <param name="IsRejected">None of them could be made.</param>
internal sealed record TurnResult(string Digest, RunFault? Fault, bool IsRejected);
