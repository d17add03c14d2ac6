namespace AgentFunctions.Core.Errors;

/// <summary>One finding of a validation.</summary>
/// <param name="Path">Path of the field, <c>spec.targets[0].provider</c>.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record FieldError(string Path, string Message);
