namespace AgentFunctions.Core.Memory.Search;

/// <summary>Turns of one session, both ends included.</summary>
public readonly record struct TurnRange(string SessionId, int First, int Last);
