using System.Globalization;
using AgentFunctions.Core.Expressions.Parsing;

namespace AgentFunctions.Core.Expressions.Evaluation;

/// <summary>Follows a path into the environment.</summary>
internal static class PathReader
{
    public static ExpressionOutcome Read(ExpressionNode.Path path, IReadOnlyDictionary<string, ExpressionValue> environment, StepMeter meter)
    {
        if (!meter.Take(1)) return StepMeter.TooCostly(path.Position);
        if (!environment.TryGetValue(path.Root, out var value)) return Missing(path.Position, $"'{path.Root}' is not there");
        foreach (var segment in path.Segments)
        {
            if (value.Kind == ExpressionKind.Unknown) return Operands.Unknown(segment.Position);
            if (value.Kind != (segment.Name is null ? ExpressionKind.List : ExpressionKind.Map))
                return Missing(segment.Position, $"{Describe(segment)} is not there: what it would be in is {Operands.Article(value.Kind)}");
            if (!meter.Take(JsonAccess.LookupCost(value))) return StepMeter.TooCostly(segment.Position);
            var next = segment.Name is { } name ? JsonAccess.Field(value, name) : JsonAccess.Entry(value, segment.Index);
            if (next is null) return Missing(segment.Position, $"{Describe(segment)} is not there");
            value = next;
        }

        return value;
    }

    private static string Describe(PathSegment segment) => segment.Name is { } name ? $"'{name}'" : $"entry {segment.Index.ToString(CultureInfo.InvariantCulture)}";

    private static ExpressionFailure Missing(int position, string message) => new(ExpressionFailureReason.MissingPath, position, message);
}
