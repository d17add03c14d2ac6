using AgentFunctions.Workflows.Agents.Running;

namespace AgentFunctions.Workflows.Agents.Activities;

/// <summary>A call to undo.</summary>
/// <param name="Undoes">The step that made it; null: there is none left.</param>
/// <param name="Tool">The tool that undoes it.</param>
/// <param name="ModelStep">The model step that had asked for it.</param>
/// <param name="Index">Which of its calls.</param>
/// <param name="Next">Where to look afterwards.</param>
internal sealed record CompensationStep(string? Undoes, string? Tool, string? ModelStep, int Index, CompensationCursor Next);
