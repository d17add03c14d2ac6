using System.Text.Json;
using AgentFunctions.Core.Canonical;

namespace AgentFunctions.Core.Tests.Canonical;

/// <summary>RFC 8785's own examples, and the two places where ours is stricter.</summary>
public sealed class CanonicalJsonTests
{
    [Fact]
    public void Write_ExampleOfTheRfc_IsItsText() => Assert.Equal(
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
        Canonical("""
            {
              "numbers": [333333333.3333333, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """));

    [Fact]
    public void Write_Names_AreInOrderOfUtf16CodeUnits()
    {
        var text = Canonical("""{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew","1":"One","\ud83d\ude00":"Emoji","\u0080":"Control","\u00f6":"O"}""");

        using var document = JsonDocument.Parse(text);
        Assert.Equal(["Carriage Return", "One", "Control", "O", "Euro Sign", "Emoji", "Hebrew"], document.RootElement.EnumerateObject().Select(static p => p.Value.GetString()));
    }

    [Theory]
    [InlineData("\"\\u0000\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u001f\"", "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\"")]
    [InlineData("\"\\u007f<>&'\\u2028\\ud83d\\ude00\"", "\"\u007f<>&'\u2028\ud83d\ude00\"")]
    [InlineData("{}", "{}")]
    [InlineData("[ ]", "[]")]
    [InlineData(" [ { } , [ ] ] ", "[{},[]]")]
    [InlineData("""{"b":{"d":1,"c":2},"a":[]}""", """{"a":[],"b":{"c":2,"d":1}}""")]
    public void Write_Value_HasOneText(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":1,"b":2,"\u0061":1}""")]
    [InlineData("""{"x":[{"":1,"":2}]}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""["\udc00\ud800"]""")]
    [InlineData("""{"\ud800":1}""")]
    [InlineData("1e1000000000")]
    [InlineData("[-1e-1000000000]")]
    public void TryWrite_Ambiguous_IsRefused(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.False(CanonicalJson.TryWrite(document.RootElement, out var text, out var problem));
        Assert.Null(text);
        Assert.NotEmpty(problem);
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(document.RootElement));
    }

    [Fact]
    public void TryWrite_Depth_IsBounded()
    {
        Assert.True(CanonicalJson.TryWrite(Nested(CanonicalJson.MaxDepth), out _, out _));
        Assert.False(CanonicalJson.TryWrite(Nested(CanonicalJson.MaxDepth + 1), out _, out _));
    }

    [Fact]
    public void TryWrite_NoValue_IsRefused() => Assert.False(CanonicalJson.TryWrite(default, out _, out _));

    private static JsonElement Nested(int levels)
    {
        using var document = JsonDocument.Parse(string.Concat(Enumerable.Repeat("[", levels)) + new string(']', levels), new JsonDocumentOptions { MaxDepth = 200 });
        return document.RootElement.Clone();
    }

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return CanonicalJson.Write(document.RootElement);
    }
}
