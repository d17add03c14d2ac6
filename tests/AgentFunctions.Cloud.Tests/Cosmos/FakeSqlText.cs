using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>The SQL that the engine emits, and nothing else: what is not known throws.</summary>
internal sealed partial class FakeSqlText
{
    private readonly List<string> _tokens = [];
    private int _at;

    public FakeSqlText(string sql)
    {
        var end = 0;
        foreach (Match match in Token().Matches(sql))
        {
            if (match.Index != end) throw Unknown(sql[end..]);
            end = match.Index + match.Length;
            if (!string.IsNullOrWhiteSpace(match.Value)) _tokens.Add(match.Value);
        }

        if (end != sql.Length) throw Unknown(sql[end..]);
    }

    /// <summary>A whole condition.</summary>
    public FakeSqlExpression Condition() => Or();

    public string Next() => _at < _tokens.Count ? _tokens[_at++] : throw Unknown("end");

    public bool Take(string token)
    {
        if (_at == _tokens.Count || _tokens[_at] != token) return false;
        _at++;
        return true;
    }

    /// <summary>All of them one after another, or none.</summary>
    public bool TakeAll(params string[] tokens)
    {
        if (!_tokens.Skip(_at).Take(tokens.Length).SequenceEqual(tokens, StringComparer.Ordinal)) return false;
        _at += tokens.Length;
        return true;
    }

    public void Expect(params string[] tokens)
    {
        foreach (var token in tokens)
        {
            if (!Take(token)) throw Unknown(_at < _tokens.Count ? _tokens[_at] : "end");
        }
    }

    public void End()
    {
        if (_at != _tokens.Count) throw Unknown(_tokens[_at]);
    }

    /// <summary>The names of a path.</summary>
    public List<string> Path()
    {
        Expect("c");
        return Names();
    }

    private FakeSqlExpression Or()
    {
        var left = And();
        while (Take("OR"))
        {
            var (one, other) = (left, And());
            left = row => one(row) is var first && first is true ? true : (first, other(row)) switch { (_, true) => true, (false, false) => false, _ => FakeSqlValues.Undefined };
        }

        return left;
    }

    private FakeSqlExpression And()
    {
        var left = Not();
        while (Take("AND"))
        {
            var (one, other) = (left, Not());
            left = row => one(row) is var first && first is false ? false : (first, other(row)) switch { (_, false) => false, (true, true) => true, _ => FakeSqlValues.Undefined };
        }

        return left;
    }

    private FakeSqlExpression Not()
    {
        if (!Take("NOT")) return Comparison();
        var inner = Not();
        return row => inner(row) is bool flag ? !flag : FakeSqlValues.Undefined;
    }

    private FakeSqlExpression Comparison()
    {
        var left = Sum();
        if (_at == _tokens.Count || _tokens[_at] is not ("=" or "<" or "<=" or ">" or ">=")) return left;
        var with = _tokens[_at++];
        var right = Sum();
        return row => FakeSqlValues.Compare(left(row), with, right(row));
    }

    private FakeSqlExpression Sum()
    {
        var left = Primary();
        while (Take("+"))
        {
            var (one, other) = (left, Primary());
            left = row => one(row) is double a && other(row) is double b ? a + b : FakeSqlValues.Undefined;
        }

        return left;
    }

    public FakeSqlExpression Primary()
    {
        if (_at == _tokens.Count) throw Unknown("end");
        var token = _tokens[_at++];
        if (token == "(") return Closed();
        if (token == "c")
        {
            var names = Names();
            return row => FakeSqlValues.At(row.Item, names);
        }

        if (token[0] == '@') return row => row.Parameters[token];
        if (token[0] == '"')
        {
            var text = JsonSerializer.Deserialize<string>(token);
            return _ => text;
        }

        if (char.IsAsciiDigit(token[0]) || (token[0] == '-' && token.Length > 1))
        {
            var number = double.Parse(token, CultureInfo.InvariantCulture);
            return _ => number;
        }

        return token switch
        {
            "true" => static _ => true,
            "false" => static _ => false,
            "null" => static _ => null,
            _ => Function(token),
        };
    }

    private FakeSqlExpression Closed()
    {
        var inner = Or();
        if (Take("?"))
        {
            var condition = inner;
            var yes = Or();
            Expect(":");
            var no = Or();
            inner = row => condition(row) is bool flag ? flag ? yes(row) : no(row) : FakeSqlValues.Undefined;
        }

        Expect(")");
        return inner;
    }

    private List<string> Names()
    {
        var names = new List<string>();
        while (Take("["))
        {
            names.Add(JsonSerializer.Deserialize<string>(Next())!);
            Expect("]");
        }

        return names.Count == 0 ? throw Unknown("c") : names;
    }

    private FakeSqlExpression Function(string name)
    {
        Expect("(");
        if (name.StartsWith("FullText", StringComparison.Ordinal)) return FullText(name);
        var arguments = new List<FakeSqlExpression>();
        do arguments.Add(Or());
        while (Take(","));
        Expect(")");
        return FakeSqlValues.IsFunction(name, arguments.Count) ? row => FakeSqlValues.Call(name, arguments.ConvertAll(one => one(row))) : throw Unknown(name);
    }

    private FakeSqlExpression FullText(string name)
    {
        var path = FakePolicy.TextPath(Path());
        var terms = new List<FakeSqlExpression>();
        while (Take(",")) terms.Add(Primary());
        Expect(")");
        if (name != (terms.Count == 1 && name == "FullTextContains" ? name : "FullTextContainsAny") || terms.Count == 0) throw Unknown(name);
        return row => terms.Any(term => FakeFullText.Contains(FakeSqlValues.At(row.Item, path), term(row)));
    }

    private static NotSupportedException Unknown(string at) => new($"The fake does not know this SQL at: {at}");

    [GeneratedRegex("""\s+|"(?:[^"\\]|\\.)*"|@p\d+|-?\d+|[A-Za-z_]+|<=|>=|[=<>()\[\],*+?:]""")]
    private static partial Regex Token();
}
