namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>What bounds a run.</summary>
/// <param name="StepLimit">Steps it may take.</param>
/// <param name="Deadline">When it must be over; null: no deadline.</param>
/// <param name="IsCancelling">Somebody asked for its end.</param>
/// <param name="Rewinds">Rewinds so far.</param>
/// <param name="Closed">How it was closed already; null while it is open.</param>
internal sealed record AgentRunPlan(int StepLimit, DateTimeOffset? Deadline, bool IsCancelling, long Rewinds, string? Closed);
