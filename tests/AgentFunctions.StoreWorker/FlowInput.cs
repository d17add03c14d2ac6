namespace AgentFunctions.StoreWorker;

/// <summary>One instance: its number, which run of its code this is, and the results so far, each <c>step:nonce</c>.</summary>
internal sealed record FlowInput(int Number, int Round, IReadOnlyList<string> Results);
