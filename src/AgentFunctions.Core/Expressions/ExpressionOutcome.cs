namespace AgentFunctions.Core.Expressions;

/// <summary>What an evaluation gave: exactly one of the two is set.</summary>
public readonly record struct ExpressionOutcome(ExpressionValue? Value, ExpressionFailure? Failure)
{
    public static implicit operator ExpressionOutcome(ExpressionValue value) => new(value, null);

    public static implicit operator ExpressionOutcome(ExpressionFailure failure) => new(null, failure);
}
