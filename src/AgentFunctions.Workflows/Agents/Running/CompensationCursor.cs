namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>Where undoing has come to: calls before this one are still to be looked at, the latest first.</summary>
/// <param name="ModelStep">The model step that asked for the call; null: none is left.</param>
/// <param name="Before">Index of the call among those of the step.</param>
internal sealed record CompensationCursor(string? ModelStep, int Before);
