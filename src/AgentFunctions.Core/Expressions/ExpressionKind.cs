namespace AgentFunctions.Core.Expressions;

/// <summary>What a value is.</summary>
public enum ExpressionKind
{
    Null,
    Boolean,
    Number,
    Text,
    List,
    Map,

    /// <summary>Known only in a run; whatever is done with it gives <see cref="ExpressionFailureReason.Unknown"/>.</summary>
    Unknown,
}
