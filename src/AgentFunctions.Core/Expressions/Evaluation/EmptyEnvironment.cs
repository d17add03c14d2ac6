using System.Collections.Frozen;

namespace AgentFunctions.Core.Expressions.Evaluation;

/// <summary>No name means anything.</summary>
internal static class EmptyEnvironment
{
    public static IReadOnlyDictionary<string, ExpressionValue> Instance { get; } = FrozenDictionary<string, ExpressionValue>.Empty;
}
