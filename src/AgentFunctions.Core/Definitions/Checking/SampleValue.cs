using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Checking;

namespace AgentFunctions.Core.Definitions.Checking;

/// <summary>Makes up a value of a shape, for a trial. What can be anything stays unknown, so that a trial never blames a definition for what was made up.</summary>
internal static class SampleValue
{
    private const int MaxDepth = 8;

    public static ExpressionValue Of(ValueShape shape, int depth = 0)
    {
        if (shape.Example is { } example) return ExpressionValue.Of(example);
        if (depth > MaxDepth) return ExpressionValue.Unknown;
        return shape.Kinds switch
        {
            ShapeKinds.Map when shape.Fields.Count > 0 => ExpressionValue.Of(shape.Fields.ToDictionary(static f => f.Key, f => Of(f.Value, depth + 1), StringComparer.Ordinal)),
            ShapeKinds.List when shape.Items is { } items => ExpressionValue.Of([Of(items, depth + 1)]),
            ShapeKinds.Text when shape.Texts is [var only, ..] => ExpressionValue.Of(only),
            ShapeKinds.Number => ExpressionValue.Of(1m),
            ShapeKinds.Boolean => ExpressionValue.True,
            ShapeKinds.Null => ExpressionValue.Null,
            _ => ExpressionValue.Unknown,
        };
    }
}
