using System.Text;
using AgentFunctions.Core.Resources.Manifests.Reading;

namespace AgentFunctions.Core.Tests.Resources.Manifests;

/// <summary>The core schema of YAML 1.2: what authors of other YAML fall over.</summary>
public sealed class YamlScalarTests
{
    [Theory]
    [InlineData("no", "\"no\"")] // Norway
    [InlineData("NO", "\"NO\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("true", "true")]
    [InlineData("True", "true")]
    [InlineData("FALSE", "false")]
    [InlineData("tRue", "\"tRue\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("'~'", "\"~\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("2026-01-01", "\"2026-01-01\"")]
    [InlineData("2026-01-01T00:00:00Z", "\"2026-01-01T00:00:00Z\"")]
    [InlineData("00:10:00", "\"00:10:00\"")] // not 600 as in YAML 1.1
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("0o17", "15")]
    [InlineData("0xFf", "255")]
    [InlineData("0", "0")]
    [InlineData("-0", "-0")]
    [InlineData("+12", "12")]
    [InlineData("0.5", "0.5")]
    [InlineData(".5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData("5.", "5.0")]
    [InlineData("5.e3", "5.0e3")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1e3")]
    [InlineData("\"5.00\"", "\"5.00\"")]
    [InlineData("'5.00'", "\"5.00\"")]
    [InlineData("99999999999999999999999", "99999999999999999999999")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("1-2", "\"1-2\"")]
    [InlineData("gpt-4o", "\"gpt-4o\"")]
    [InlineData("a#b", "\"a#b\"")]
    [InlineData("a #b", "\"a\"")]
    [InlineData("größe", "\"größe\"")]
    [InlineData("😀", "\"😀\"")]
    [InlineData("\"tab\\there\"", "\"tab\\there\"")]
    public void Read_Scalar_IsTheCoreSchemas(string yaml, string json) => Assert.Equal($$"""{"a":{{json}}}""", Json($"a: {yaml}\n"));

    [Theory]
    [InlineData("010", "begins with 0")]
    [InlineData("-007", "begins with 0")]
    [InlineData("00.5", "begins with 0")]
    [InlineData(".inf", "not a finite number")]
    [InlineData("-.INF", "not a finite number")]
    [InlineData(".nan", "not a finite number")]
    [InlineData("!!str 5", "has a tag")]
    [InlineData("!secret x", "has a tag")]
    [InlineData("! x", "has a tag")]
    [InlineData("*x", "anchor that is not defined")]
    [InlineData("&x [*x]", "anchor that is not defined")]
    [InlineData("@x", "in quotes")]
    [InlineData("b: c", "in quotes")]
    [InlineData("[1, 2", "not valid YAML")]
    [InlineData("{b: 1, b: 2}", "occurs twice")]
    [InlineData("\"\\ud800\"", "not valid YAML")]
    [InlineData("\"x\u2028y\"", "U+2028")]
    public void Read_WhatIsNoJsonOrATrap_IsRefusedAtItsLine(string yaml, string said)
    {
        var refusal = Assert.Throws<SourceException>(() => YamlSource.Read("f.yaml", $"# first\na: {yaml}\n"));

        Assert.Contains(said, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(refusal.At.Line, 2, 3);
    }

    [Theory]
    [InlineData("a:\n\tb: 1\n", "tabs")]
    [InlineData("a:\n  b: 1\n\tc: 2\n", "tabs")]
    [InlineData("a: 1\na: 2\n", "occurs twice")]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x\n", "merge keys")]
    [InlineData("? [a]\n: 1\n", "key that is not plain text")]
    [InlineData("? {a: 1}\n: 1\n", "key that is not plain text")]
    [InlineData("!!str a: 1\n", "key that is not plain text")]
    [InlineData("%YAML 1.1\n---\na: yes\n", "%YAML")]
    [InlineData("a: &x 1\n---\nb: *x\n", "not defined")]
    [InlineData("a: 'x\n", "not valid YAML")]
    public void Read_Document_IsRefused(string yaml, string said) =>
        Assert.Contains(said, Assert.Throws<SourceException>(() => YamlSource.Read("f.yaml", yaml)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", 0)]
    [InlineData("# nothing\n", 0)]
    [InlineData("---\n---\n", 0)]
    [InlineData("---\n# a\n---\na: 1\n...\n---\n", 1)]
    [InlineData("a: 1\n---\nb: 2\n", 2)]
    [InlineData("%YAML 1.2\n---\na: 1\n", 1)]
    [InlineData("''\n", 1)]
    public void Read_EmptyDocuments_DoNotCount(string yaml, int documents) => Assert.Equal(documents, YamlSource.Read("f.yaml", yaml).Count);

    [Fact]
    public void Read_BlocksAndLineEnds_AreText()
    {
        Assert.Equal("""{"a":"x\ny\n","b":"x y\n","c":"x"}""", Json("a: |\r\n  x\r\n  y\r\nb: >\r\n  x\r\n  y\r\nc: |-\r\n  x\r\n"));
        Assert.Equal("""{"a":"5"}""", Json("a: |-\n  5\n"));
    }

    [Fact]
    public void Read_KeysThatLookLikeOtherTypes_AreNames() => Assert.Equal("""{"1":2,"true":3,"no":4,"null":5}""", Json("1: 2\ntrue: 3\nno: 4\nnull: 5\n"));

    [Fact]
    public void Read_Alias_IsACopy() => Assert.Equal("""{"a":{"x":[1,2]},"b":{"x":[1,2]}}""", Json("a: &a\n  x: [1, 2]\nb: *a\n"));

    private static string Json(string yaml) => Encoding.UTF8.GetString(SourceWriter.ToJson(Assert.Single(YamlSource.Read("f.yaml", yaml)))).Replace("\\u00F6", "ö", StringComparison.Ordinal)
        .Replace("\\u00DF", "ß", StringComparison.Ordinal).Replace("\\uD83D\\uDE00", "😀", StringComparison.Ordinal);
}
