namespace AgentFunctions.Core.Expressions;

/// <summary>Why an expression gave no value.</summary>
public enum ExpressionFailureReason
{
    /// <summary>A path leads nowhere.</summary>
    MissingPath,

    /// <summary>An operator or function met something it is not for.</summary>
    TypeMismatch,

    /// <summary>A number is beyond what can be held exactly.</summary>
    NumberRange,

    /// <summary>The data is so large that it would take too long.</summary>
    TooCostly,

    /// <summary>In a trial without data: the value is known only in a run.</summary>
    Unknown,
}
