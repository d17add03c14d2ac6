namespace AgentFunctions.Core.Approvals;

/// <summary>The workflow that waits for a decision: it gets an event whose payload is <c>{"approvalId","status","decision","value","by","comment"}</c>.</summary>
/// <param name="InstanceId">Which instance.</param>
/// <param name="EventName">Unique to the request.</param>
public sealed record DecisionSignal(string InstanceId, string EventName);
