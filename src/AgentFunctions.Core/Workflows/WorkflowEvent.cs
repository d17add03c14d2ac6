namespace AgentFunctions.Core.Workflows;

/// <summary>What a wait for an event came to.</summary>
/// <param name="IsReceived">false: the time ran out.</param>
/// <param name="Value">What the event carried; default where the time ran out.</param>
public readonly record struct WorkflowEvent<T>(bool IsReceived, T? Value);
