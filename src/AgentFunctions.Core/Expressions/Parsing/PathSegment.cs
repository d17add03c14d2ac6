namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>One step of a path: a field of an object, or an entry of a list.</summary>
/// <param name="Name">The field; null for an entry.</param>
/// <param name="Index">The entry, from 0.</param>
/// <param name="Position">Where it is written.</param>
internal readonly record struct PathSegment(string? Name, int Index, int Position);
