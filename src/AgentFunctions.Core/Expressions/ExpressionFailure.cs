using System.Globalization;

namespace AgentFunctions.Core.Expressions;

/// <summary>An expression could not be evaluated. It is a value, like the answer: nothing is thrown.</summary>
/// <param name="Reason">What kind of failure.</param>
/// <param name="Position">Index of the character in the expression, from 0.</param>
/// <param name="Message">What happened; never the data.</param>
public sealed record ExpressionFailure(ExpressionFailureReason Reason, int Position, string Message)
{
    public override string ToString() => $"at character {(Position + 1).ToString(CultureInfo.InvariantCulture)}: {Message}";
}
