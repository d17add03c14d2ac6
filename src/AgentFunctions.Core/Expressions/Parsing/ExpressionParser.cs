using System.Globalization;

namespace AgentFunctions.Core.Expressions.Parsing;

/// <summary>Reads an expression by recursive descent, bounded in text, nodes and depth. The first error ends it: what comes after would be guesswork.</summary>
internal sealed class ExpressionParser
{
    private static readonly Dictionary<string, CompareOperator> Comparisons = new(StringComparer.Ordinal)
    {
        ["=="] = CompareOperator.Equal,
        ["!="] = CompareOperator.NotEqual,
        ["<"] = CompareOperator.Less,
        ["<="] = CompareOperator.LessOrEqual,
        [">"] = CompareOperator.Greater,
        [">="] = CompareOperator.GreaterOrEqual,
    };

    private readonly ExpressionLexer _lexer;
    private Token _token;
    private ExpressionError? _error;
    private int _nodes;
    private int _depth;

    private ExpressionParser(string text, int start)
    {
        _lexer = new ExpressionLexer(text, start);
        Advance();
    }

    /// <summary>A text that is one expression.</summary>
    public static (ExpressionNode? Root, ExpressionError? Error) ParseWhole(string text)
    {
        if (text.Length > ExpressionLimits.MaxTextLength) return (null, new ExpressionError(0, $"an expression has at most {ExpressionLimits.MaxTextLength} characters"));
        var parser = new ExpressionParser(text, 0);
        var root = parser.Or();
        if (parser._token.Kind != TokenKind.End) parser.Fail(parser._token.Position, $"{Describe(parser._token)} does not continue the expression");
        return parser._error is { } error ? (null, error) : (root, null);
    }

    /// <summary>An expression inside a text, up to its closing brace.</summary>
    /// <returns>What was read, and where the text goes on.</returns>
    public static (ExpressionNode? Root, ExpressionError? Error, int End) ParseEmbedded(string text, int start)
    {
        var parser = new ExpressionParser(text, start);
        var root = parser.Or();
        var close = parser._token;
        if (close.Kind != TokenKind.CloseBrace) parser.Fail(close.Position, close.Kind == TokenKind.End ? "'}' is missing: ${ ... } is not closed" : $"{Describe(close)} does not continue the expression");
        return parser._error is { } error ? (null, error, 0) : (root, null, close.End);
    }

    private ExpressionNode? Or() => Chain(isAnd: false, static p => p.And(), "or", "||");

    private ExpressionNode? And() => Chain(isAnd: true, static p => p.Negation(), "and", "&&");

    private ExpressionNode? Chain(bool isAnd, Func<ExpressionParser, ExpressionNode?> operand, string word, string symbol)
    {
        if (operand(this) is not { } first) return null;
        if (!_token.IsWord(word) && !_token.Is(symbol)) return first;
        var position = _token.Position;
        var operands = new List<ExpressionNode> { first };
        while (_token.IsWord(word) || _token.Is(symbol))
        {
            Advance();
            if (operand(this) is not { } next) return null;
            operands.Add(next);
        }

        return Count(new ExpressionNode.Logical(isAnd, operands, position));
    }

    private ExpressionNode? Negation()
    {
        if (!_token.IsWord("not")) return Comparison();
        var position = _token.Position;
        Advance();
        return Nested(static p => p.Negation()) is { } operand ? Count(new ExpressionNode.Not(operand, position)) : null;
    }

    private ExpressionNode? Comparison()
    {
        if (Sum() is not { } left) return null;
        var position = _token.Position;
        if (_token.Kind == TokenKind.Symbol && Comparisons.TryGetValue(_token.Text, out var comparison))
        {
            Advance();
            return Sum() is { } right ? Single(new ExpressionNode.Compare(comparison, left, right, position)) : null;
        }

        var isNot = _token.IsWord("not");
        if (isNot) Advance();
        if (!_token.IsWord("in")) return isNot ? Fail(_token.Position, "write not in, or put and or or before not") : left;
        Advance();
        if (Sum() is not { } list) return null;
        var result = Single(new ExpressionNode.In(left, list, position));
        return isNot && result is not null ? Count(new ExpressionNode.Not(result, position)) : result;
    }

    /// <summary>a == b == c would compare a truth value; nobody means that.</summary>
    private ExpressionNode? Single(ExpressionNode comparison) =>
        _token.IsWord("in") || (_token.Kind == TokenKind.Symbol && Comparisons.ContainsKey(_token.Text)) ? Fail(_token.Position, "comparisons are not chained: join them with and") : Count(comparison);

    private ExpressionNode? Sum()
    {
        if (Unary() is not { } first) return null;
        if (!_token.Is("+") && !_token.Is("-")) return first;
        var position = _token.Position;
        var terms = new List<(bool, ExpressionNode)> { (false, first) };
        while (_token.Is("+") || _token.Is("-"))
        {
            var isMinus = _token.Is("-");
            Advance();
            if (Unary() is not { } next) return null;
            terms.Add((isMinus, next));
        }

        return Count(new ExpressionNode.Sum(terms, position));
    }

    private ExpressionNode? Unary()
    {
        var position = _token.Position;
        if (_token.Is("!"))
        {
            Advance();
            return Nested(static p => p.Unary()) is { } operand ? Count(new ExpressionNode.Not(operand, position)) : null;
        }

        if (!_token.Is("-")) return Primary();
        Advance();
        if (_token.Kind == TokenKind.Number) return Number(position, isNegative: true);
        return Nested(static p => p.Unary()) is { } negated ? Count(new ExpressionNode.Negate(negated, position)) : null;
    }

    private ExpressionNode? Primary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Number(token.Position, isNegative: false);
            case TokenKind.Text:
                Advance();
                return Count(new ExpressionNode.Literal(ExpressionValue.Of(token.Text), token.Position));
            case TokenKind.Name:
                Advance();
                return Word(token);
            case TokenKind.Symbol when token.Text == "(":
                Advance();
                return Nested(static p => p.Or()) is { } inner && Expect(")", token) ? inner : null;
            case TokenKind.Symbol when token.Text == "[":
                Advance();
                return Items("]", token) is { } items ? Count(new ExpressionNode.ListOf(items, token.Position)) : null;
            default:
                return Fail(token.Position, token.Kind == TokenKind.End ? "something is missing at the end: a value, a path or a call" : $"{Describe(token)} is not a value, a path or a call");
        }
    }

    private ExpressionNode? Number(int position, bool isNegative)
    {
        var number = decimal.Parse(_token.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        Advance();
        return Count(new ExpressionNode.Literal(ExpressionValue.Of(isNegative ? -number : number), position));
    }

    private ExpressionNode? Word(Token word)
    {
        switch (word.Text)
        {
            case "true" or "false": return Count(new ExpressionNode.Literal(ExpressionValue.Of(word.Text == "true"), word.Position));
            case "null": return Count(new ExpressionNode.Literal(ExpressionValue.Null, word.Position));
            case "and" or "or" or "not" or "in": return Fail(word.Position, $"a value is missing before '{word.Text}'");
        }

        if (!_token.Is("(")) return Path(word);
        if (FunctionSignature.Find(word.Text) is not { } signature) return Fail(word.Position, FunctionSignature.Unknown(word.Text));
        var open = _token;
        Advance();
        if (Items(")", open) is not { } arguments) return null;
        var call = new ExpressionNode.Call(signature.Function, arguments, word.Position);
        var (compiled, error) = signature.Compile(call);
        return error is null ? Count(compiled!) : Fail(error.Position, error.Message);
    }

    private List<ExpressionNode>? Items(string close, Token open)
    {
        var items = new List<ExpressionNode>();
        if (!_token.Is(close))
        {
            do
            {
                if (_token.Is(",")) Advance();
                if (Nested(static p => p.Or()) is not { } item) return null;
                items.Add(item);
            }
            while (_token.Is(","));
        }

        return Expect(close, open) ? items : null;
    }

    private ExpressionNode? Path(Token root)
    {
        var segments = new List<PathSegment>();
        while (_token.Is(".") || _token.Is("["))
        {
            var isField = _token.Is(".");
            Advance();
            var segment = _token;
            if (_error is not null) return null;
            if (isField ? segment.Kind != TokenKind.Name : segment.Kind is not (TokenKind.Text or TokenKind.Number))
                return Fail(segment.Position, isField ? "a name is missing after '.': names that are not plain are written [\"so\"]" : "[ ] takes the number of an entry or a name in quotes");
            var index = 0;
            if (segment.Kind == TokenKind.Number && !int.TryParse(segment.Text, NumberStyles.None, CultureInfo.InvariantCulture, out index)) return Fail(segment.Position, "the number of an entry is a whole number from 0");
            if (segment.Text.Length > ExpressionLimits.MaxNameLength) return Fail(segment.Position, $"a name has at most {ExpressionLimits.MaxNameLength} characters");
            Advance();
            if (!isField && !Expect("]", segment)) return null;
            if (!Charge(segment.Position)) return null;
            segments.Add(new PathSegment(segment.Kind == TokenKind.Number ? null : segment.Text, index, segment.Position));
        }

        return Count(new ExpressionNode.Path(root.Text, segments, root.Position));
    }

    private ExpressionNode? Nested(Func<ExpressionParser, ExpressionNode?> inner)
    {
        if (++_depth > ExpressionLimits.MaxDepth) return Fail(_token.Position, $"is nested more than {ExpressionLimits.MaxDepth} deep");
        var node = inner(this);
        _depth--;
        return node;
    }

    private bool Expect(string symbol, Token opened)
    {
        if (_token.Is(symbol))
        {
            Advance();
            return true;
        }

        Fail(_token.Position, $"'{symbol}' is missing; it closes what is opened at character {(opened.Position + 1).ToString(CultureInfo.InvariantCulture)}");
        return false;
    }

    private ExpressionNode? Count(ExpressionNode node) => Charge(node.Position) ? node : null;

    private bool Charge(int position)
    {
        if (++_nodes <= ExpressionLimits.MaxNodes) return true;
        Fail(position, $"has more than {ExpressionLimits.MaxNodes} parts: split it");
        return false;
    }

    private void Advance()
    {
        if (_error is not null) return;
        _token = _lexer.Next();
        if (_token.Kind == TokenKind.Invalid) Fail(_token.Position, _token.Text);
    }

    private ExpressionNode? Fail(int position, string message)
    {
        _error ??= new ExpressionError(position, message);
        return null;
    }

    private static string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => "a text",
        TokenKind.Number => "a number",
        _ => $"'{(token.Text.Length > 40 ? token.Text[..40] + "..." : token.Text)}'",
    };
}
