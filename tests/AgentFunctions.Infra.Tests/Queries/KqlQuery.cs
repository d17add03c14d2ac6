using System.Text.RegularExpressions;

namespace AgentFunctions.Infra.Tests.Queries;

/// <summary>A query as its words. Reads the part of the language that our queries use and refuses the rest.</summary>
internal sealed partial class KqlQuery
{
    private KqlQuery(IReadOnlyList<KqlToken> tokens) => Tokens = tokens;

    public IReadOnlyList<KqlToken> Tokens { get; }

    public static KqlQuery Parse(string text)
    {
        var tokens = new List<KqlToken>();
        var open = new Stack<string>();
        for (var at = 0; at < text.Length;)
        {
            var match = Word().Match(text, at);
            if (!match.Success || match.Index != at || match.Length == 0) throw new FormatException($"'{text[at..Math.Min(at + 20, text.Length)]}' is no KQL that is known here.");
            at += match.Length;
            if (match.Groups["space"].Success) continue;
            var kind = match.Groups["text"].Success ? KqlKind.Text : match.Groups["name"].Success ? KqlKind.Name : match.Groups["number"].Success ? KqlKind.Number : KqlKind.Sign;
            var value = kind == KqlKind.Text ? match.Value[1..^1] : match.Value;
            if (kind == KqlKind.Sign && value is "(" or "[") open.Push(value);
            if (kind == KqlKind.Sign && value is ")" or "]" && (!open.TryPop(out var opened) || (opened == "(") != (value == ")"))) throw new FormatException($"'{value}' closes nothing.");
            tokens.Add(new KqlToken(kind, value));
        }

        return open.Count == 0 ? new KqlQuery(tokens) : throw new FormatException($"'{open.Peek()}' is not closed.");
    }

    /// <summary>Texts that the column before them is compared with: <c>name == "x"</c>, <c>name in ("x", "y")</c>, <c>message has "x"</c>.</summary>
    public IEnumerable<string> ComparedWith(params string[] columns)
    {
        for (var i = 0; i + 2 < Tokens.Count; i++)
        {
            if (Tokens[i].Kind != KqlKind.Name || !columns.Contains(Tokens[i].Value)) continue;
            if (Tokens[i + 1].Value is "==" or "!=" or "has" or "startswith" && Tokens[i + 2].Kind == KqlKind.Text) yield return Tokens[i + 2].Value;
            if (Tokens[i + 1].Value is not ("in" or "!in")) continue;
            foreach (var token in Tokens.Skip(i + 2).TakeWhile(static token => token.Value != ")").Where(static token => token.Kind == KqlKind.Text)) yield return token.Value;
        }
    }

    /// <summary>What is taken out of <c>customDimensions</c>.</summary>
    public IEnumerable<string> Dimensions()
    {
        for (var i = 0; i + 2 < Tokens.Count; i++)
        {
            if (Tokens[i].Value == "customDimensions" && Tokens[i + 1].Value == "[") yield return Tokens[i + 2].Value;
        }
    }

    [GeneratedRegex("\\G(?:(?<space>\\s+|//[^\\n]*)|(?<text>\"(?:[^\"\\\\]|\\\\.)*\")|(?<number>\\d+(?:\\.\\d+)?[smhd]?)|(?<name>!?[A-Za-z_][A-Za-z0-9_]*)|(?<sign>==|!=|<=|>=|[|()\\[\\],.=<>+*/;-]))")]
    private static partial Regex Word();
}
