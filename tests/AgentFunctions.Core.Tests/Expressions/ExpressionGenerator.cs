using AgentFunctions.Core.Expressions.Parsing;
using FsCheck;
using FsCheck.Fluent;

namespace AgentFunctions.Core.Tests.Expressions;

/// <summary>Makes texts of valid expressions of every form.</summary>
internal static class ExpressionGenerator
{
    private static readonly Gen<string> Atoms = Gen.OneOf(
        Gen.Elements("input.a", "input.b", "input.c", "input.c[1]", "input.d.e.f", "input[\"d\"].e", "input.g", "input.n", "input.missing", "steps.s.output.x[0].y", "other"),
        Gen.Elements("true", "false", "null", "0", "1", "2.50", "-3", "- 4", "'x'", "\"it's\"", "'\"'", "'\\u202e\\n\\\\'", "'é👋'"),
        ArbMap.Default.GeneratorFor<string>().Where(static s => s is not null && IsUnicode(s)).Select(static s => QuotedText.Write(s)),
        ArbMap.Default.GeneratorFor<int>().Select(static n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public static Gen<string> Texts { get; } = Gen.Sized(static size => Of(Math.Min(size, 12)));

    private static Gen<string> Of(int size)
    {
        if (size <= 1) return Atoms;
        var inner = Of(size / 2);
        return Gen.OneOf(
            Atoms,
            inner.Select(static a => $"({a})"),
            inner.Select(static a => $"!({a})"),
            inner.Select(static a => $"(not {a})"),
            inner.Select(static a => $"-({a})"),
            inner.Select(static a => $"size({a})"),
            Gen.Elements("has(input.a)", "has(input.zzz)", "matches(input.b, '^t[a-z]{2}t$')", "inCidr(input.ip, '10.0.0.0/8')"),
            inner.Two().Select(static p => $"startsWith({p.Item1}, {p.Item2})"),
            inner.Two().Select(static p => $"endsWith({p.Item1}, {p.Item2})"),
            inner.Two().SelectMany(static p => Gen.Elements("and", "or", "&&", "||", "==", "!=", "<", "<=", ">", ">=", "in", "not in", "+", "-").Select(o => $"({p.Item1}) {o} ({p.Item2})")),
            inner.Three().SelectMany(static p => Gen.Elements("and", "or", "+", "-").Two().Select(o => $"({p.Item1}) {o.Item1} ({p.Item2}) {o.Item2} ({p.Item3})")),
            inner.ListOf(3).Select(static items => $"[{string.Join(", ", items)}]"));
    }

    private static bool IsUnicode(string text) => !text.AsSpan().ContainsAnyInRange('\ud800', '\udfff');
}
