namespace AgentFunctions.Core.Expressions.Templates;

/// <summary>A piece of a text: either as it is, or the value of an expression.</summary>
internal readonly record struct TemplatePart(string? Text, Expression? Expression);
