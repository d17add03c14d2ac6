using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Expressions;
using static AgentFunctions.Core.Tests.Expressions.Expressions;

namespace AgentFunctions.Core.Tests.Expressions;

/// <summary>Expressions and data made to harm: refused where they stand, or cheap.</summary>
public sealed class HostileExpressionTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("   ", 3)]
    [InlineData("input.", 6)]
    [InlineData("input..a", 6)]
    [InlineData("input.order.id = 1", 15)]
    [InlineData("a == b == c", 7)]
    [InlineData("a < b < c", 6)]
    [InlineData("(a", 2)]
    [InlineData("a)", 1)]
    [InlineData("[1, 2", 5)]
    [InlineData("[1,]", 3)]
    [InlineData("'open", 0)]
    [InlineData("'bad \\x escape'", 6)]
    [InlineData("'half \\ud800 pair'", 0)]
    [InlineData("007", 0)]
    [InlineData("1e9", 0)]
    [InlineData("1.2.3", 0)]
    [InlineData("12345678901234567890123456789", 0)]
    [InlineData("and", 0)]
    [InlineData("a & b", 2)]
    [InlineData("a; b", 1)]
    [InlineData("a[b]", 2)]
    [InlineData("a[1.5]", 2)]
    [InlineData("a[-1]", 2)]
    [InlineData("a[99999999999]", 2)]
    [InlineData("while(true)", 0)]
    [InlineData("sizee(a)", 0)]
    [InlineData("size()", 0)]
    [InlineData("size(a, b)", 0)]
    [InlineData("has('a')", 4)]
    [InlineData("has(size(a))", 4)]
    [InlineData("matches(a, b)", 11)]
    [InlineData("matches(a, '(')", 11)]
    [InlineData("matches(a, '(x+x+)+\\\\1')", 11)]
    [InlineData("matches(a, '(?=x)')", 11)]
    [InlineData("matches(a, '(?<!x)y')", 11)]
    [InlineData("matches(a, '(?>x)')", 11)]
    [InlineData("matches(a, '(a{30}){30}')", 11)]
    [InlineData("matches(a, '(a|b)*a(a|b){9999}')", 11)]
    [InlineData("inCidr(a, b)", 10)]
    [InlineData("inCidr(a, '10.0.0.1/8')", 10)]
    [InlineData("inCidr(a, 'everywhere')", 10)]
    [InlineData("a ?? b", 2)]
    [InlineData("a }", 2)]
    public void Parse_WhatIsNoExpression_IsRefusedAtItsPlace(string text, int position) => Assert.Equal(position, Error(text).Position);

    /// <summary>Letters that look like others, spaces that are none, marks that turn text around, control characters.</summary>
    [Theory]
    [InlineData("\uff49nput.a", 0)]
    [InlineData("inp\u0443t.a", 3)]
    [InlineData("a\u00a0== b", 1)]
    [InlineData("a == \u201cb\u201d", 5)]
    [InlineData("a\u200b == b", 1)]
    [InlineData("a == 'x\u202e' ", 7)]
    [InlineData("a == 'x\u0000'", 7)]
    [InlineData("a == 'x\u200d'", 7)]
    [InlineData("a.\u0661", 2)]
    [InlineData("\u0661 == 1", 0)]
    [InlineData("a == 'x' \u0000", 9)]
    [InlineData("a \ud800", 2)]
    public void Parse_DeceptiveCharacters_AreRefusedAtTheirPlace(string text, int position) => Assert.Equal(position, Error(text).Position);

    [Theory]
    [InlineData("(", "1", ")")]
    [InlineData("!", "a", "")]
    [InlineData("not ", "a", "")]
    [InlineData("- ", "a", "")]
    [InlineData("[", "1", "]")]
    [InlineData("size(", "a", ")")]
    public void Parse_DeepNesting_EndsAtTheBound(string open, string core, string close)
    {
        Assert.NotNull(Parse(Nest(open, core, close, ExpressionLimits.MaxDepth)));
        Assert.Contains("nested", Error(Nest(open, core, close, ExpressionLimits.MaxDepth + 1)).Message, StringComparison.Ordinal);
        Assert.NotNull(Error(Nest(open, core, close, 8000 / (open.Length + close.Length))));
    }

    [Fact]
    public void Parse_TooManyNodes_EndsAtTheBound()
    {
        Assert.NotNull(Parse(string.Join(" and ", Enumerable.Repeat("a", ExpressionLimits.MaxNodes - 1))));
        Assert.Contains("1000", Error(string.Join(" and ", Enumerable.Repeat("a", ExpressionLimits.MaxNodes))).Message, StringComparison.Ordinal);
        Assert.Contains("1000", Error("a" + string.Concat(Enumerable.Repeat(".b", ExpressionLimits.MaxNodes))).Message, StringComparison.Ordinal);
        Assert.Contains("1000", Error("[" + string.Join(',', Enumerable.Repeat("1", ExpressionLimits.MaxNodes)) + "]").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_HugeTexts_EndAtTheBounds()
    {
        Assert.Equal(0, Error(new string('a', ExpressionLimits.MaxTextLength + 1)).Position);
        Assert.Equal(0, Error(new string(' ', 10_000_000)).Position);
        Assert.Equal(0, Error(new string('a', ExpressionLimits.MaxNameLength + 1)).Position);
        Assert.Contains("256", Error($"matches(a, '{new string('x', ExpressionLimits.MaxPatternLength + 1)}')").Message, StringComparison.Ordinal);
    }

    /// <summary>With a backtracking matcher each of these runs for longer than the universe is old.</summary>
    [Theory]
    [InlineData("(x+x+)+y")]
    [InlineData("^(a+)+$")]
    [InlineData("(x*)*y")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*)*b")]
    [InlineData("(a|b)*a(a|b){90}")]
    [InlineData("([a-z]{9}){9}")]
    public void Matches_CatastrophicPatterns_AreQuickOrTooCostly(string pattern)
    {
        var random = new Random(5);
        foreach (var text in (string[])[new string('x', ExpressionLimits.MaxMatchedLength), new string('a', ExpressionLimits.MaxMatchedLength), string.Concat(Enumerable.Range(0, ExpressionLimits.MaxMatchedLength).Select(_ => "ab"[random.Next(2)]))])
        {
            var watch = Stopwatch.StartNew();
            var outcome = Parse($"matches(text, '{pattern}')").Evaluate(new Dictionary<string, ExpressionValue> { ["text"] = ExpressionValue.Of(text) });
            Assert.True(outcome.Value is not null || outcome.Failure!.Reason == ExpressionFailureReason.TooCostly);
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{pattern} took {watch.Elapsed}");
        }
    }

    [Fact]
    public void Matches_TextBeyondTheBound_IsAFailure() => Assert.Equal(
        ExpressionFailureReason.TooCostly,
        Parse("matches(text, 'a')").Evaluate(new Dictionary<string, ExpressionValue> { ["text"] = ExpressionValue.Of(new string('b', ExpressionLimits.MaxMatchedLength + 1)) }).Failure!.Reason);

    /// <summary>Cost does not grow with the data beyond the budget: what would take longer is a failure.</summary>
    [Theory]
    [InlineData("-1 in list")]
    [InlineData("list == other")]
    [InlineData("objects == objects2")]
    [InlineData("text == text2")]
    [InlineData("[0, [1, 2]] in list")]
    public void Evaluate_HugeData_EndsAtTheBudget(string text)
    {
        var numbers = "[" + string.Join(',', Enumerable.Range(0, 200_000).Select(n => n.ToString(CultureInfo.InvariantCulture))) + "]";
        var fields = "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(n => $"\"n{n.ToString(CultureInfo.InvariantCulture)}\":1")) + "}";
        var big = new string('a', 8_000_000);
        var environment = Environment($$"""{"list":{{numbers}},"other":{{numbers}},"objects":{{fields}},"objects2":{{fields}},"text":"{{big}}","text2":"{{big}}"}""");
        Assert.Equal(ExpressionFailureReason.TooCostly, Parse(text).Evaluate(environment).Failure?.Reason);
    }

    [Fact]
    public void Evaluate_ManyScansOfALargeList_EndAtTheBudget()
    {
        var list = Environment("{\"list\":[" + string.Join(',', Enumerable.Range(0, 1_000)) + "]}");
        Assert.Equal("true", Show(Parse("999 in list").Evaluate(list)));
        Assert.Equal(ExpressionFailureReason.TooCostly, Parse(string.Join(" or ", Enumerable.Repeat("-1 in list", 200))).Evaluate(list).Failure!.Reason);
    }

    [Fact]
    public void Evaluate_DeepData_IsAFailureNotACrash()
    {
        using var document = JsonDocument.Parse("{\"a\":" + new string('[', 5_000) + new string(']', 5_000) + "}", new JsonDocumentOptions { MaxDepth = 10_000 });
        var value = ExpressionValue.Of(document.RootElement.GetProperty("a"));
        Assert.Equal(ExpressionFailureReason.TooCostly, Parse("a == b").Evaluate(new Dictionary<string, ExpressionValue> { ["a"] = value, ["b"] = value }).Failure!.Reason);
    }

    [Fact]
    public void Evaluate_JsonThatIsNoUnicode_IsAFailureNotACrash()
    {
        using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes("""{"a":"\ud800","\udfff":1,"b":{"\ud800":1,"c":2}}"""));
        var root = ExpressionValue.Of(document.RootElement);
        var environment = new Dictionary<string, ExpressionValue> { ["r"] = root };
        foreach (var text in (string[])["r.a == 'x'", "size(r.a)", "startsWith(r.a, 'x')", "r == r", "r.b == r.b", "'x' in r.b", "r.b.c", "r.a < 'b'", "matches(r.a, 'x')", "inCidr(r.a, '10.0.0.0/8')"])
        {
            var outcome = Parse(text).Evaluate(environment);
            Assert.True(outcome.Value is null != outcome.Failure is null, text);
        }
    }

    private static string Nest(string open, string core, string close, int depth) => string.Concat(Enumerable.Repeat(open, depth)) + core + string.Concat(Enumerable.Repeat(close, depth));
}
