using System.Text;
using AgentFunctions.Gateway.Models.Tokens;
using Microsoft.ML.Tokenizers;

namespace AgentFunctions.Gateway.Tests.Models.Tokens;

public sealed class TokenCounterTests
{
    /// <summary>One for all tests: loading takes a while.</summary>
    internal static TokenCounter Shared { get; } = new();

    [Theory]
    [InlineData(TokenEncoding.O200kBase, "tiktoken is great!", 6)]
    [InlineData(TokenEncoding.Cl100kBase, "tiktoken is great!", 6)]
    [InlineData(TokenEncoding.Cl100kBase, "antidisestablishmentarianism", 6)]
    [InlineData(TokenEncoding.O200kBase, "antidisestablishmentarianism", 6)]
    [InlineData(TokenEncoding.Cl100kBase, "お誕生日おめでとう", 9)]
    [InlineData(TokenEncoding.O200kBase, "お誕生日おめでとう", 8)]
    [InlineData(TokenEncoding.O200kBase, "", 0)]
    internal void Count_KnownText_IsWhatOpenAIPublishes(TokenEncoding encoding, string text, int tokens)
    {
        Assert.Equal(tokens, Shared.Count(encoding, text));
        Assert.Equal(tokens, Shared.Count(encoding, Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(TokenEncoding.O200kBase, "o200k_base")]
    [InlineData(TokenEncoding.Cl100kBase, "cl100k_base")]
    internal void Count_OrdinaryText_IsTheTokenizersOwnCount(TokenEncoding encoding, string name)
    {
        var tokenizer = TiktokenTokenizer.CreateForEncoding(name);
        foreach (var text in OrdinaryTexts()) Assert.Equal(tokenizer.CountTokens(text), Shared.Count(encoding, text));
    }

    [Theory]
    [InlineData(TokenEncoding.O200kBase, "o200k_base")]
    [InlineData(TokenEncoding.Cl100kBase, "cl100k_base")]
    internal void Count_LongRuns_IsWithinTwoTokensACut(TokenEncoding encoding, string name)
    {
        var tokenizer = TiktokenTokenizer.CreateForEncoding(name);
        var random = new Random(4);
        foreach (var alphabet in (string[])["a", "abcdefghijklmnopqrstuvwxyz", "ABCabc", "!?.,;:-_=+*", " \t", "你好世界中文字符", "e\u0301", "тестпривет"])
        {
            for (var i = 0; i < 25; i++)
            {
                var text = string.Concat(Enumerable.Range(0, random.Next(257, 1_500)).Select(_ => alphabet[random.Next(alphabet.Length)]));
                var (whole, ours) = (tokenizer.CountTokens(text), Shared.Count(encoding, text, out var cuts));
                Assert.True(Math.Abs(whole - ours) <= 2 * cuts, $"{alphabet}: {whole} whole, {ours} in slices with {cuts} cuts");
            }
        }
    }

    [Fact]
    public void Count_SpecialTokensWrittenByACaller_AreText()
    {
        Assert.Equal(7, Shared.Count(TokenEncoding.O200kBase, "<|endoftext|>"));
        Assert.True(Shared.Count(TokenEncoding.Cl100kBase, "<|fim_prefix|>") > 4);
    }

    [Fact]
    public void Count_HalfACharacterAndBrokenUtf8_CountSomething()
    {
        Assert.True(Shared.Count(TokenEncoding.O200kBase, "\uD83D") > 0);
        Assert.True(Shared.Count(TokenEncoding.O200kBase, (ReadOnlySpan<byte>)[0xF0, 0x9F, 0x98]) > 0);
    }

    [Fact]
    public void Count_ManyThreadsFromTheStart_AgreeWithOne()
    {
        var counter = new TokenCounter();
        var text = string.Join(' ', Enumerable.Range(0, 200).Select(static i => $"word{i} and 你好{i}!"));
        var expected = Shared.Count(TokenEncoding.O200kBase, text);
        Parallel.For(0, 64, _ => Assert.Equal(expected, counter.Count(TokenEncoding.O200kBase, text)));
    }

    private static IEnumerable<string> OrdinaryTexts()
    {
        yield return "Hello, world! It's 12:34; we've 1234567 things to do.\n\n  - one\n  - two\r\n\ttabbed";
        yield return "{\"name\":\"get_weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"enum\":[\"a\",\"b\"]}}}}";
        yield return "Schöne Grüße! Привет, как дела? 你好，世界。🙂👨‍👩‍👧 done";
        yield return string.Concat(Enumerable.Repeat("What changed in the orders of region north since the report of last week, and which of them were late? ", 200));
        yield return string.Concat(Enumerable.Range(0, 3_000).Select(static i => $"{{\"id\":{i},\"it's\":\"o'clock's\",\"ok\":true}},"));
        yield return string.Concat(Enumerable.Range(0, 3_000).Select(static i => $"{i}{i}\n"));
        yield return string.Concat(Enumerable.Range(0, 3_000).Select(static i => $"line {i}: https://example.com/a/{i}?q=1\n"));
    }
}
