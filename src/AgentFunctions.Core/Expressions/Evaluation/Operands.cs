namespace AgentFunctions.Core.Expressions.Evaluation;

/// <summary>The failures of operators and functions that meet something they are not for, worded once.</summary>
internal static class Operands
{
    public static ExpressionFailure Unknown(int position) => new(ExpressionFailureReason.Unknown, position, "the value is known only in a run");

    public static ExpressionFailure Range(int position) => new(ExpressionFailureReason.NumberRange, position, $"a number has more than {ExpressionLimits.MaxDigits} digits or is beyond the exact range");

    public static ExpressionFailure Unreadable(int position) => new(ExpressionFailureReason.TypeMismatch, position, "a text is not valid Unicode");

    /// <summary>Says what was wanted and what was there.</summary>
    public static ExpressionFailure Mismatch(int position, string who, string wants, ExpressionValue found) =>
        found.Kind == ExpressionKind.Unknown ? Unknown(position) : new(ExpressionFailureReason.TypeMismatch, position, $"{who} takes {wants}, not {Article(found.Kind)}");

    public static string Article(ExpressionKind kind) => kind switch
    {
        ExpressionKind.Null => "null",
        ExpressionKind.Boolean => "true or false",
        ExpressionKind.Number => "a number",
        ExpressionKind.Text => "a text",
        ExpressionKind.List => "a list",
        ExpressionKind.Map => "an object",
        _ => "an unknown value",
    };
}
