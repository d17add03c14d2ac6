using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Core.Expressions;
using AgentFunctions.Core.Expressions.Checking;
using AgentFunctions.Core.Expressions.Parsing;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AgentFunctions.Core.Tests.Expressions;

/// <summary>What holds for every expression and every data.</summary>
public sealed class ExpressionPropertyTests
{
    private const string Data = """{"input":{"a":1,"b":"text","c":[1,"x",null,[true]],"d":{"e":{"f":2.5}},"g":true,"n":null,"ip":"10.0.0.1"},"steps":{"s":{"output":{"x":[{"y":"z"}]}}}}""";
    private static readonly IReadOnlyDictionary<string, ExpressionValue> Environment = Expressions.Environment(Data);
    private static readonly string[] Words =
    [
        "input", "steps", ".a", ".b", ".c", ".d", ".e", "[0]", "[3]", "[\"d\"]", "1", "2.5", "-", "+", "'x'", "\"text\"", "true", "false", "null", "and", "or", "not", "!", "&&", "||", "in", "==", "!=", "<", ">=", "(", ")", "[", "]", ",",
        "has(", "size(", "startsWith(", "matches(", "inCidr(", "'10.0.0.0/8'", "'[a-z]+'", "}", "${", "\u202e", "é", " ", "\\", "'", "\"", "0", "99999999999999999999999999999999",
    ];

    [Property(MaxTest = 2000)]
    public void AnyText_Parse_NeverThrows(string? text)
    {
        var (expression, error) = Expression.Parse(text ?? "");
        Assert.True(expression is null != error is null);
        if (error is not null) Assert.InRange(error.Position, 0, (text ?? "").Length);
    }

    /// <summary>Words of the language in any order: most are refused, and what is accepted is evaluated without a throw.</summary>
    [Property(MaxTest = 5000)]
    public Property WordsInAnyOrder_ParseAndEvaluate_NeverThrow() => Prop.ForAll(
        Gen.Elements(Words).ListOf().Select(static words => string.Join(' ', words)).ToArbitrary(),
        static text =>
        {
            var (expression, error) = Expression.Parse(text);
            Assert.True(expression is null != error is null);
            if (expression is not null) AssertTotal(expression);
        });

    [Property(MaxTest = 2000)]
    public Property ValidExpressions_PrintAndParse_GiveTheSame() => Prop.ForAll(ExpressionGenerator.Texts.ToArbitrary(), static text =>
    {
        var expression = Expressions.Parse(text);
        var printed = expression.ToString();
        var again = Expressions.Parse(printed);
        Assert.Equal(ExpressionOutline.Of(expression.Root), ExpressionOutline.Of(again.Root));
        Assert.Equal(printed, again.ToString());
        Assert.Equal(Expressions.Show(expression.Evaluate(Environment)), Expressions.Show(again.Evaluate(Environment)));
        AssertTotal(expression);
    });

    /// <summary>The checker never refuses what has a value: run on the shape of the very data, what evaluates without failure has no finding but those on comparisons that are never equal.</summary>
    [Property(MaxTest = 2000)]
    public Property ValidExpressions_WithValue_TypeOfValueIsTheCheckedOne() => Prop.ForAll(ExpressionGenerator.Texts.ToArbitrary(), static text =>
    {
        using var document = JsonDocument.Parse(Data);
        var shapes = document.RootElement.EnumerateObject().ToDictionary(static p => p.Name, static p => SchemaShape.OfValue(p.Value));
        var expression = Expressions.Parse(text);
        var (shape, errors) = ExpressionChecker.Check(expression, shapes);
        if (errors.Count == 0 && expression.Evaluate(Environment).Value is { } value) Assert.True((shape.Kinds & KindOf(value)) != 0, $"{text}: checked as {shape.Kinds}, is {value.Kind}");
    });

    [Fact]
    public void LargestExpressions_OnData_AreCheap()
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
        {
            var expression = Expressions.Parse(string.Join(" or ", Enumerable.Repeat("input.c == [1, 2]", 150)));
            AssertTotal(expression);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed} for 200 of the largest expressions");
    }

    private static void AssertTotal(Expression expression)
    {
        foreach (var environment in (IReadOnlyDictionary<string, ExpressionValue>[])[Environment, new Dictionary<string, ExpressionValue>(), new Dictionary<string, ExpressionValue> { ["input"] = ExpressionValue.Unknown }])
        {
            var outcome = expression.Evaluate(environment);
            Assert.True(outcome.Value is null != outcome.Failure is null);
        }
    }

    private static ShapeKinds KindOf(ExpressionValue value) => value.Kind switch
    {
        ExpressionKind.Null => ShapeKinds.Null,
        ExpressionKind.Boolean => ShapeKinds.Boolean,
        ExpressionKind.Number => ShapeKinds.Number,
        ExpressionKind.Text => ShapeKinds.Text,
        ExpressionKind.List => ShapeKinds.List,
        _ => ShapeKinds.Map,
    };
}
