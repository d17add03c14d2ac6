namespace AgentFunctions.Core.Expressions.Parsing;

internal enum TokenKind
{
    End,
    Name,
    Text,
    Number,
    Symbol,

    /// <summary>Closes an expression inside a text.</summary>
    CloseBrace,
    Invalid,
}
