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

    public FakeSqlQuery Parse()
    {
        var isQuery = Take("SELECT");
        if (isQuery) Expect("*");
        Expect("FROM");
        Expect("c");
        Expect("WHERE");
        var condition = Or();
        var orders = new List<(FakeSqlExpression By, bool Descending)>();
        if (isQuery && Take("ORDER"))
        {
            Expect("BY");
            do
            {
                var by = Primary();
                var isDescending = Take("DESC");
                if (!isDescending) Expect("ASC");
                orders.Add((by, isDescending));
            }
            while (Take(","));
        }

        return _at == _tokens.Count ? new FakeSqlQuery(condition, orders) : throw Unknown(_tokens[_at]);
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

    private FakeSqlExpression Primary()
    {
        if (_at == _tokens.Count) throw Unknown("end");
        var token = _tokens[_at++];
        if (token == "(") return Closed();
        if (token == "c") return Path();
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

    private FakeSqlExpression Path()
    {
        var names = new List<string>();
        while (Take("["))
        {
            names.Add(JsonSerializer.Deserialize<string>(_tokens[_at++])!);
            Expect("]");
        }

        return names.Count == 0 ? throw Unknown("c") : row => FakeSqlValues.At(row.Item, names);
    }

    private FakeSqlExpression Function(string name)
    {
        Expect("(");
        var arguments = new List<FakeSqlExpression>();
        do arguments.Add(Or());
        while (Take(","));
        Expect(")");
        return FakeSqlValues.IsFunction(name, arguments.Count) ? row => FakeSqlValues.Call(name, arguments.ConvertAll(one => one(row))) : throw Unknown(name);
    }

    private bool Take(string token)
    {
        if (_at == _tokens.Count || _tokens[_at] != token) return false;
        _at++;
        return true;
    }

    private void Expect(string token)
    {
        if (!Take(token)) throw Unknown(_at < _tokens.Count ? _tokens[_at] : "end");
    }

    private static NotSupportedException Unknown(string at) => new($"The fake does not know this SQL at: {at}");

    [GeneratedRegex("""\s+|"(?:[^"\\]|\\.)*"|@p\d+|-?\d+|[A-Za-z_]+|<=|>=|[=<>()\[\],*+?:]""")]
    private static partial Regex Token();
}
