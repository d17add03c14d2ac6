namespace AgentFunctions.Core.Expressions.Parsing;

internal enum ExpressionFunction
{
    Has,
    Size,
    StartsWith,
    EndsWith,
    Matches,
    InCidr,
}
