namespace AgentFunctions.Core.Expressions.Templates;

/// <summary>A text with expressions and where it stands, <c>spec.steps[0].arguments.id</c>.</summary>
internal readonly record struct PlacedTemplate(string Path, TextTemplate Template);
