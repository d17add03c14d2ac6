using System.Text.RegularExpressions;
using AgentFunctions.Core.Expressions;
using AgentFunctions.TestKit.Processes;
using static AgentFunctions.Core.Tests.Expressions.Expressions;

namespace AgentFunctions.Core.Tests.Expressions;

/// <summary>docs/expressions.md says what expressions give: each of its examples does, and its limits are the real ones.</summary>
public sealed partial class ExpressionDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "expressions.md")).ReplaceLineEndings("\n");
    private static readonly string Data = Json().Match(Text).Groups["json"].Value;

    public static TheoryData<string, string> Examples
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (Match row in ExampleRow().Matches(Text[Text.IndexOf("## Examples", StringComparison.Ordinal)..])) rows.Add(row.Groups["expression"].Value, row.Groups["value"].Value);
            return rows;
        }
    }

    [Fact]
    public void Document_Examples_AreThere() => Assert.True(Examples.Count >= 20, "the examples were not found");

    [Theory]
    [MemberData(nameof(Examples))]
    public void Document_Example_GivesItsValue(string expression, string value)
    {
        var expected = value switch
        {
            "fails: missing" => nameof(ExpressionFailureReason.MissingPath),
            "fails: type" => nameof(ExpressionFailureReason.TypeMismatch),
            _ => value.Trim('`'),
        };
        Assert.Equal(expected, Show(Evaluate(expression, Data)));
    }

    [Theory]
    [InlineData("text of an expression, or with expressions in it", ExpressionLimits.MaxTextLength)]
    [InlineData("parts: operators, calls, literals, paths and what is in them", ExpressionLimits.MaxNodes)]
    [InlineData("parentheses, brackets, calls, negations within each other", ExpressionLimits.MaxDepth)]
    [InlineData("name in a path", ExpressionLimits.MaxNameLength)]
    [InlineData("pattern of `matches`", ExpressionLimits.MaxPatternLength)]
    [InlineData("text that `matches` looks at", ExpressionLimits.MaxMatchedLength)]
    [InlineData("one evaluation", ExpressionLimits.MaxSteps)]
    [InlineData("lists and objects within each other, compared or written", ExpressionLimits.MaxDataDepth)]
    public void Document_Limit_IsTheRealOne(string what, int limit) =>
        Assert.Matches($@"\n\| {Regex.Escape(what)} \| {limit.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)}[ |]", Text);

    [GeneratedRegex(@"```json\n(?<json>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Json();

    [GeneratedRegex(@"^\| `(?<expression>.+?)` \| (?<value>.+?) \|$", RegexOptions.Multiline)]
    private static partial Regex ExampleRow();
}
