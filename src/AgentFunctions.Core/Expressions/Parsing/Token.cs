namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>A word, literal or sign.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name or sign; the content of a text, escapes resolved; the digits of a number; of an invalid one, what is wrong.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="End">Where the next character is.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, int End)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;
}
