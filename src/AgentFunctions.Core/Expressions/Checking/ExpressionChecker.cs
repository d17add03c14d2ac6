using System.Globalization;
using AgentFunctions.Core.Expressions.Parsing;
using AgentFunctions.Core.Resources.Schemas;

namespace AgentFunctions.Core.Expressions.Checking;

/// <summary>Finds what can never be right whatever the data: paths that cannot exist, operands that cannot fit, comparisons that are never true. What may be right passes.</summary>
public sealed class ExpressionChecker
{
    private readonly IReadOnlyDictionary<string, ValueShape> _environment;
    private readonly List<ExpressionError> _errors = [];

    private ExpressionChecker(IReadOnlyDictionary<string, ValueShape> environment) => _environment = environment;

    /// <summary>What the expression gives, and everything that is wrong with it.</summary>
    /// <param name="expression">What to check.</param>
    /// <param name="environment">What the first names of paths are.</param>
    public static (ValueShape Shape, IReadOnlyList<ExpressionError> Errors) Check(Expression expression, IReadOnlyDictionary<string, ValueShape> environment)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(environment);
        var checker = new ExpressionChecker(environment);
        return (checker.Of(expression.Root), checker._errors);
    }

    /// <summary>The same for one that must be true or false.</summary>
    public static IReadOnlyList<ExpressionError> CheckCondition(Expression expression, IReadOnlyDictionary<string, ValueShape> environment)
    {
        var (shape, errors) = Check(expression, environment);
        return shape.Kinds.HasFlag(ShapeKinds.Boolean) ? errors : [.. errors, new ExpressionError(expression.Root.Position, $"is {ShapeText.Of(shape.Kinds)}, and a condition is true or false: compare it with something")];
    }

    private ValueShape Of(ExpressionNode node)
    {
        switch (node)
        {
            case ExpressionNode.Literal literal: return ShapeText.Of(literal.Value);
            case ExpressionNode.Path path: return Path(path);
            case ExpressionNode.ListOf list: return ValueShape.ListOf(list.Items.Count == 0 ? ValueShape.Any : list.Items.Select(Of).ToArray().Aggregate(ValueShape.Either));
            case ExpressionNode.Not not:
                Expect(not.Operand, ShapeKinds.Boolean, "not");
                return ValueShape.Boolean;
            case ExpressionNode.Negate negate:
                Expect(negate.Operand, ShapeKinds.Number, "-");
                return ValueShape.Number;
            case ExpressionNode.Logical logical:
                foreach (var operand in logical.Operands) Expect(operand, ShapeKinds.Boolean, logical.IsAnd ? "and" : "or");
                return ValueShape.Boolean;
            case ExpressionNode.Compare compare:
                Compare(compare);
                return ValueShape.Boolean;
            case ExpressionNode.In contained:
                In(contained);
                return ValueShape.Boolean;
            case ExpressionNode.Sum sum:
                foreach (var (_, term) in sum.Terms) Expect(term, ShapeKinds.Number, "+ and -");
                return ValueShape.Number;
            default: return Call((ExpressionNode.Call)node);
        }
    }

    private ValueShape Path(ExpressionNode.Path path)
    {
        if (!_environment.TryGetValue(path.Root, out var shape))
        {
            Add(path.Position, Spelling.Nearest(path.Root, _environment.Keys) is { } meant
                ? $"'{path.Root}' means nothing here; did you mean '{meant}'?"
                : $"'{path.Root}' means nothing here; there {(_environment.Count == 1 ? "is" : "are")} {string.Join(", ", _environment.Keys.Order(StringComparer.Ordinal))}");
            return ValueShape.Any;
        }

        foreach (var segment in path.Segments)
        {
            if (Follow(shape, segment) is not { } next) return ValueShape.Any;
            shape = next;
        }

        return shape;
    }

    private ValueShape? Follow(ValueShape shape, PathSegment segment)
    {
        if (segment.Name is not { } name)
        {
            if (shape.Kinds.HasFlag(ShapeKinds.List)) return shape.Items ?? ValueShape.Any;
            Add(segment.Position, $"entry {segment.Index.ToString(CultureInfo.InvariantCulture)} cannot exist: what it would be in is {ShapeText.Of(shape.Kinds)}");
            return null;
        }

        if (!shape.Kinds.HasFlag(ShapeKinds.Map)) Add(segment.Position, $"'{name}' cannot exist: what it would be in is {ShapeText.Of(shape.Kinds)}");
        else if (shape.Fields.TryGetValue(name, out var field)) return field;
        else if (shape.Reasons.TryGetValue(name, out var reason)) Add(segment.Position, $"'{name}' {reason}");
        else if (shape.Others is { } others) return others;
        else Add(segment.Position, ShapeText.UnknownField(name, shape));
        return null;
    }

    private void Compare(ExpressionNode.Compare compare)
    {
        var (left, right) = (Of(compare.Left), Of(compare.Right));
        if (compare.Operator is CompareOperator.Equal or CompareOperator.NotEqual)
        {
            Comparable(left, right, compare.Position);
            return;
        }

        const ShapeKinds Ordered = ShapeKinds.Number | ShapeKinds.Text;
        if ((left.Kinds & right.Kinds & Ordered) == 0) Add(compare.Position, $"orders {ShapeText.Of(left.Kinds)} and {ShapeText.Of(right.Kinds)}: only two numbers or two texts have an order");
    }

    private void In(ExpressionNode.In contained)
    {
        var item = Of(contained.Left);
        if (contained.Right is ExpressionNode.ListOf list)
        {
            foreach (var entry in list.Items) Comparable(item, Of(entry), entry.Position);
            return;
        }

        var container = Of(contained.Right);
        if ((container.Kinds & (ShapeKinds.List | ShapeKinds.Map)) == 0) Add(contained.Right.Position, $"in takes a list or an object on its right, not {ShapeText.Of(container.Kinds)}");
        else if (container.Kinds == ShapeKinds.List && container.Items is { } items) Comparable(item, items, contained.Position);
        else if (container.Kinds == ShapeKinds.Map && !item.Kinds.HasFlag(ShapeKinds.Text)) Add(contained.Position, $"in with an object takes the name of a field, not {ShapeText.Of(item.Kinds)}");
    }

    /// <summary>Whether they can ever be equal.</summary>
    private void Comparable(ValueShape left, ValueShape right, int position)
    {
        var common = left.Kinds & right.Kinds;
        if (common == ShapeKinds.None)
        {
            var isNull = left.Kinds == ShapeKinds.Null || right.Kinds == ShapeKinds.Null;
            Add(position, $"compares {ShapeText.Of(left.Kinds)} with {ShapeText.Of(right.Kinds)}: they are never equal{(isNull ? "; has(path) tells whether something is there" : "")}");
        }
        else if (common == ShapeKinds.Text && left.Texts is { } one && right.Texts is { } other && !one.Intersect(other, StringComparer.Ordinal).Any())
        {
            Add(position, $"is never equal: one is {ShapeText.Choices(one)}, the other {ShapeText.Choices(other)}");
        }
    }

    private ValueShape Call(ExpressionNode.Call call)
    {
        var name = FunctionSignature.Name(call.Function);
        switch (call.Function)
        {
            case ExpressionFunction.Has:
                Path((ExpressionNode.Path)call.Arguments[0]);
                return ValueShape.Boolean;
            case ExpressionFunction.Size:
                Expect(call.Arguments[0], ShapeKinds.Text | ShapeKinds.List | ShapeKinds.Map, name);
                return ValueShape.Number;
            default:
                foreach (var argument in call.Arguments) Expect(argument, ShapeKinds.Text, name);
                return ValueShape.Boolean;
        }
    }

    private void Expect(ExpressionNode operand, ShapeKinds wanted, string who)
    {
        var kinds = Of(operand).Kinds;
        if ((kinds & wanted) == 0) Add(operand.Position, $"{who} takes {ShapeText.Of(wanted)}, not {ShapeText.Of(kinds)}");
    }

    private void Add(int position, string message) => _errors.Add(new ExpressionError(position, message));
}
