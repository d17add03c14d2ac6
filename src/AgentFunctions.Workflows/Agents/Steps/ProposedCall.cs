namespace AgentFunctions.Workflows.Agents.Steps;

/// <summary>A call that a model asks for, after the first checks.</summary>
/// <param name="Kind">What it would call.</param>
/// <param name="Target">Id of the tool or agent; as the model wrote it where there is none of that name.</param>
/// <param name="StepId">The step that does it; null where nothing is done.</param>
/// <param name="Problem">What the model is told where nothing is done.</param>
internal sealed record ProposedCall(ProposedCallKind Kind, string Target, string? StepId, string? Problem);
