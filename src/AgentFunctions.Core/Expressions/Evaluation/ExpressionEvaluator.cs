using AgentFunctions.Core.Expressions.Parsing;

namespace AgentFunctions.Core.Expressions.Evaluation;

/// <summary>Evaluates a parsed expression. Total: every outcome is a value. Left to right; <c>and</c> and <c>or</c> stop as soon as the answer is known.</summary>
internal sealed class ExpressionEvaluator
{
    private readonly IReadOnlyDictionary<string, ExpressionValue> _environment;
    private readonly StepMeter _meter = new();

    private ExpressionEvaluator(IReadOnlyDictionary<string, ExpressionValue> environment) => _environment = environment;

    public static ExpressionOutcome Evaluate(ExpressionNode root, IReadOnlyDictionary<string, ExpressionValue> environment) => new ExpressionEvaluator(environment).Of(root);

    private ExpressionOutcome Of(ExpressionNode node)
    {
        if (!_meter.Take(1)) return StepMeter.TooCostly(node.Position);
        return node switch
        {
            ExpressionNode.Literal literal => literal.Value,
            ExpressionNode.Path path => PathReader.Read(path, _environment, _meter),
            ExpressionNode.ListOf list => List(list),
            ExpressionNode.Not not => Not(not),
            ExpressionNode.Negate negate => Negate(negate),
            ExpressionNode.Logical logical => Logical(logical),
            ExpressionNode.Compare compare => Compare(compare),
            ExpressionNode.In contained => In(contained),
            ExpressionNode.Sum sum => Sum(sum),
            _ => Call((ExpressionNode.Call)node),
        };
    }

    private ExpressionOutcome List(ExpressionNode.ListOf list)
    {
        var items = new ExpressionValue[list.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            var item = Of(list.Items[i]);
            if (item.Value is null) return item;
            items[i] = item.Value;
        }

        return ExpressionValue.Of(items);
    }

    private ExpressionOutcome Not(ExpressionNode.Not not)
    {
        var operand = Of(not.Operand);
        if (operand.Value is null) return operand;
        return operand.Value.AsBoolean() is { } truth ? ExpressionValue.Of(!truth) : Operands.Mismatch(not.Position, "not", "true or false", operand.Value);
    }

    private ExpressionOutcome Negate(ExpressionNode.Negate negate)
    {
        var operand = Of(negate.Operand);
        if (operand.Value is null) return operand;
        if (operand.Value.Kind != ExpressionKind.Number) return Operands.Mismatch(negate.Position, "-", "a number", operand.Value);
        return operand.Value.AsNumber() is { } number ? ExpressionValue.Of(-number) : Operands.Range(negate.Position);
    }

    private ExpressionOutcome Logical(ExpressionNode.Logical logical)
    {
        foreach (var operand in logical.Operands)
        {
            var outcome = Of(operand);
            if (outcome.Value is null) return outcome;
            if (outcome.Value.AsBoolean() is not { } truth) return Operands.Mismatch(operand.Position, logical.IsAnd ? "and" : "or", "true or false", outcome.Value);
            if (truth != logical.IsAnd) return outcome.Value;
        }

        return ExpressionValue.Of(logical.IsAnd);
    }

    private ExpressionOutcome Compare(ExpressionNode.Compare compare)
    {
        var left = Of(compare.Left);
        if (left.Value is null) return left;
        var right = Of(compare.Right);
        if (right.Value is null) return right;
        if (compare.Operator is CompareOperator.Equal or CompareOperator.NotEqual)
        {
            var (isEqual, failure) = ValueEquality.Compare(left.Value, right.Value, compare.Position, _meter);
            return failure is null ? ExpressionValue.Of(isEqual == (compare.Operator == CompareOperator.Equal)) : failure;
        }

        var (order, unordered) = Order(left.Value, right.Value, compare.Position);
        if (unordered is not null) return unordered;
        return ExpressionValue.Of(compare.Operator switch
        {
            CompareOperator.Less => order < 0,
            CompareOperator.LessOrEqual => order <= 0,
            CompareOperator.Greater => order > 0,
            _ => order >= 0,
        });
    }

    private (int Order, ExpressionFailure? Failure) Order(ExpressionValue left, ExpressionValue right, int position)
    {
        const string Wanted = "two numbers or two texts";
        if (left.Kind is not (ExpressionKind.Number or ExpressionKind.Text)) return (0, Operands.Mismatch(position, "an ordering", Wanted, left));
        if (right.Kind != left.Kind) return (0, Operands.Mismatch(position, "an ordering", Wanted, right));
        if (left.Kind == ExpressionKind.Number) return left.AsNumber() is { } a && right.AsNumber() is { } b ? (a.CompareTo(b), null) : (0, Operands.Range(position));
        if (left.AsText() is not { } one || right.AsText() is not { } other) return (0, Operands.Unreadable(position));
        return _meter.TakeText(one) && _meter.TakeText(other) ? (string.CompareOrdinal(one, other), null) : (0, StepMeter.TooCostly(position));
    }

    private ExpressionOutcome In(ExpressionNode.In contained)
    {
        var item = Of(contained.Left);
        if (item.Value is null) return item;
        var list = Of(contained.Right);
        if (list.Value is null) return list;
        if (list.Value.Kind == ExpressionKind.Map)
        {
            if (item.Value.Kind != ExpressionKind.Text) return Operands.Mismatch(contained.Position, "in with an object", "the name of a field", item.Value);
            if (item.Value.AsText() is not { } name) return Operands.Unreadable(contained.Position);
            return _meter.Take(JsonAccess.LookupCost(list.Value)) && _meter.TakeText(name) ? ExpressionValue.Of(JsonAccess.Field(list.Value, name) is not null) : StepMeter.TooCostly(contained.Position);
        }

        if (list.Value.Kind != ExpressionKind.List) return Operands.Mismatch(contained.Position, "in", "a list or an object on its right", list.Value);
        foreach (var entry in JsonAccess.Entries(list.Value))
        {
            var (isEqual, failure) = ValueEquality.Compare(item.Value, entry, contained.Position, _meter);
            if (failure is not null) return failure;
            if (isEqual) return ExpressionValue.True;
        }

        return ExpressionValue.False;
    }

    private ExpressionOutcome Sum(ExpressionNode.Sum sum)
    {
        var total = 0m;
        foreach (var (isMinus, node) in sum.Terms)
        {
            var term = Of(node);
            if (term.Value is null) return term;
            if (term.Value.Kind != ExpressionKind.Number) return Operands.Mismatch(node.Position, isMinus ? "-" : "+", "numbers", term.Value);
            if (term.Value.AsNumber() is not { } number || !TryAdd(ref total, isMinus ? -number : number)) return Operands.Range(node.Position);
        }

        return ExpressionValue.Of(total);
    }

    private ExpressionOutcome Call(ExpressionNode.Call call)
    {
        if (call.Function == ExpressionFunction.Has)
        {
            var found = PathReader.Read((ExpressionNode.Path)call.Arguments[0], _environment, _meter);
            return found.Failure is null || found.Failure.Reason == ExpressionFailureReason.MissingPath ? ExpressionValue.Of(found.Value is not null) : found;
        }

        var value = Of(call.Arguments[0]);
        if (value.Value is null) return value;
        if (call.Function == ExpressionFunction.Size) return FunctionEvaluator.Size(call, value.Value, _meter);
        var part = Of(call.Arguments[1]);
        return part.Value is null ? part : FunctionEvaluator.OnTexts(call, value.Value, part.Value, _meter);
    }

    /// <summary>Exact or not at all: what decimal would round away is out of range.</summary>
    private static bool TryAdd(ref decimal total, decimal number)
    {
        try
        {
            var next = total + number;
            if (next - number != total || next - total != number) return false;
            total = next;
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
