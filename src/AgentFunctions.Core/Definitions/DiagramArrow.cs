namespace AgentFunctions.Core.Definitions;

/// <summary>Leads from a node of a diagram to what is drawn next.</summary>
/// <param name="From">The node.</param>
/// <param name="Label">When that way is taken; null: always.</param>
/// <param name="IsDotted">It leads to what undoes.</param>
internal readonly record struct DiagramArrow(string From, string? Label = null, bool IsDotted = false);
