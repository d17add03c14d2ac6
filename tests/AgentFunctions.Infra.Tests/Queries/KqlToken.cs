namespace AgentFunctions.Infra.Tests.Queries;

/// <summary>A word of a query.</summary>
internal readonly record struct KqlToken(KqlKind Kind, string Value);
