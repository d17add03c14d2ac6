using System.Globalization;

namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>Cuts an expression into tokens. Outside of texts only ASCII means anything: look-alike letters, unusual spaces and marks that reorder what a reader sees are refused where they stand.</summary>
internal sealed class ExpressionLexer(string text, int start)
{
    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "(", ")", "[", "]", ",", ".", "+", "-"];
    private int _at = start;

    public Token Next()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n') _at++;
        if (_at >= text.Length) return new Token(TokenKind.End, "", text.Length, text.Length);
        var c = text[_at];
        if (char.IsAsciiLetter(c) || c == '_') return Take(TokenKind.Name, static c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (char.IsAsciiDigit(c)) return Number();
        if (c is '"' or '\'') return QuotedText.Read(text, ref _at);
        if (c == '}') return Sign(TokenKind.CloseBrace, "}");
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) == 0) return Sign(TokenKind.Symbol, symbol);
        }

        return Invalid(_at, c switch
        {
            '=' => "'=' is not an operator: compare with ==",
            '&' => "write && or and",
            '|' => "write || or or",
            _ when c is > ' ' and < '\u007f' => $"'{c}' means nothing here",
            _ => $"U+{((int)c).ToString("X4", CultureInfo.InvariantCulture)} is not allowed outside of quotes: names, operators and spaces are plain ASCII",
        });
    }

    /// <summary>Digits, with at most one point between digits. No exponents, no leading zeros, no more digits than can be exact.</summary>
    private Token Number()
    {
        var begin = _at;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || (text[_at] == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))) _at++;
        var digits = text[begin.._at];
        if (_at < text.Length && (char.IsAsciiLetter(text[_at]) || text[_at] == '_')) return Invalid(begin, "a number is followed by a letter: write plain digits, without exponent or unit");
        if (digits.Count(static c => c == '.') > 1) return Invalid(begin, "a number has one decimal point");
        if (digits.Length > 1 && digits[0] == '0' && digits[1] != '.') return Invalid(begin, "a number does not begin with a zero");
        if (digits.Count(char.IsAsciiDigit) > ExpressionLimits.MaxDigits) return Invalid(begin, $"a number has at most {ExpressionLimits.MaxDigits} digits");
        return new Token(TokenKind.Number, digits, begin, _at);
    }

    private Token Take(TokenKind kind, Func<char, bool> belongs)
    {
        var begin = _at;
        while (_at < text.Length && belongs(text[_at])) _at++;
        return _at - begin > ExpressionLimits.MaxNameLength ? Invalid(begin, $"a name has at most {ExpressionLimits.MaxNameLength} characters") : new Token(kind, text[begin.._at], begin, _at);
    }

    private Token Sign(TokenKind kind, string symbol)
    {
        var begin = _at;
        _at += symbol.Length;
        return new Token(kind, symbol, begin, _at);
    }

    private static Token Invalid(int at, string message) => new(TokenKind.Invalid, message, at, at);
}
