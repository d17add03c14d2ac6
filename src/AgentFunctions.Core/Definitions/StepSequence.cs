namespace AgentFunctions.Core.Definitions;

/// <summary>Steps, one after the other, within a step.</summary>
/// <param name="Name">Where they stand in it: the name of a branch, <c>cases[0].steps</c>, <c>steps</c>, <c>catch</c>.</param>
/// <param name="Path">Where they stand in the definition.</param>
/// <param name="Steps">At least one.</param>
public sealed record StepSequence(string Name, string Path, IReadOnlyList<DefinitionStep> Steps);
