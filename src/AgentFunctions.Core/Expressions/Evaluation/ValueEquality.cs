namespace AgentFunctions.Core.Expressions.Evaluation;

/// <summary>Equality of values: same kind, same content. 1 and 1.0 are the same number; the order of an object's fields does not matter; a number beyond the exact range equals nothing.</summary>
internal static class ValueEquality
{
    /// <summary>Whether they are equal, or why it cannot be said.</summary>
    public static (bool IsEqual, ExpressionFailure? Failure) Compare(ExpressionValue left, ExpressionValue right, int position, StepMeter meter, int depth = 0)
    {
        if (!meter.Take(1) || depth > ExpressionLimits.MaxDataDepth) return (false, StepMeter.TooCostly(position));
        if (left.Kind == ExpressionKind.Unknown || right.Kind == ExpressionKind.Unknown) return (false, Operands.Unknown(position));
        if (left.Kind != right.Kind) return (false, null);
        switch (left.Kind)
        {
            case ExpressionKind.Null:
                return (true, null);
            case ExpressionKind.Boolean:
                return (left.AsBoolean() == right.AsBoolean(), null);
            case ExpressionKind.Number:
                return left.AsNumber() is { } a && right.AsNumber() is { } b ? (a == b, null) : (false, Operands.Range(position));
            case ExpressionKind.Text:
                if (left.AsText() is not { } one || right.AsText() is not { } other) return (false, Operands.Unreadable(position));
                return meter.TakeText(one) && meter.TakeText(other) ? (one == other, null) : (false, StepMeter.TooCostly(position));
            case ExpressionKind.List:
                return Lists(left, right, position, meter, depth);
            default:
                return Maps(left, right, position, meter, depth);
        }
    }

    private static (bool IsEqual, ExpressionFailure? Failure) Lists(ExpressionValue left, ExpressionValue right, int position, StepMeter meter, int depth)
    {
        if (JsonAccess.Count(left) != JsonAccess.Count(right)) return (false, null);
        using var others = JsonAccess.Entries(right).GetEnumerator();
        foreach (var item in JsonAccess.Entries(left))
        {
            others.MoveNext();
            var (isEqual, failure) = Compare(item, others.Current, position, meter, depth + 1);
            if (!isEqual) return (false, failure);
        }

        return (true, null);
    }

    private static (bool IsEqual, ExpressionFailure? Failure) Maps(ExpressionValue left, ExpressionValue right, int position, StepMeter meter, int depth)
    {
        if (JsonAccess.Count(left) != JsonAccess.Count(right)) return (false, null);
        foreach (var (name, value) in JsonAccess.Fields(left))
        {
            if (!meter.Take(JsonAccess.LookupCost(right)) || !meter.TakeText(name)) return (false, StepMeter.TooCostly(position));
            if (JsonAccess.Field(right, name) is not { } other) return (false, null);
            var (isEqual, failure) = Compare(value, other, position, meter, depth + 1);
            if (!isEqual) return (false, failure);
        }

        return (true, null);
    }
}
