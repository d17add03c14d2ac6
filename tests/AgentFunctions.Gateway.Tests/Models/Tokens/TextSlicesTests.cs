using AgentFunctions.Gateway.Models.Tokens;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace AgentFunctions.Gateway.Tests.Models.Tokens;

/// <summary>No text makes counting take longer than in proportion to its length: what is counted at once is short, and so is every run in it.</summary>
public sealed class TextSlicesTests
{
    private const int Length = 64_000;

    /// <summary>Name and text: what is known to take a tokenizer seconds.</summary>
    public static TheoryData<string, string> Hostile => new()
    {
        { "one letter", new string('a', Length) },
        { "one sign", new string('!', Length) },
        { "blanks", new string(' ', Length) },
        { "line ends", "!" + new string('\n', Length) },
        { "line ends and slashes", "!" + string.Concat(Enumerable.Repeat("\n/", Length / 2)) },
        { "Chinese", string.Concat(Enumerable.Range(0, Length).Select(static i => (char)(0x4E00 + (i * 7919 % 20_000)))) },
        { "marks", "e" + new string('\u0301', Length) },
        { "signs and marks", string.Concat(Enumerable.Repeat("!\u0301", Length / 2)) },
        { "emoji", string.Concat(Enumerable.Repeat("\U0001F600", Length / 2)) },
        { "emoji after one letter", "a" + string.Concat(Enumerable.Repeat("\U0001F600", Length / 2)) },
        { "digits", new string('7', Length) },
        { "halves of characters", new string('\uD83D', Length) },
        { "base64", string.Concat(Enumerable.Range(0, Length).Select(static i => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+/"[i * 31 % 54])) },
        { "special tokens", string.Concat(Enumerable.Repeat("<|endoftext|>", Length / 13)) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void MoveNext_HostileText_WorkIsLinear(string name, string text)
    {
        var slices = Slices(text);
        Assert.Equal(text, string.Concat(slices));
        Assert.True(slices.Max(static slice => slice.Length) <= TextSlices.LongestSlice, name);

        // The tokenizer's work is the square of each run, summed up.
        var work = slices.Sum(static slice => (long)LongestRun(slice) * slice.Length);
        Assert.True(work <= (long)text.Length * (TextSlices.LongestRun + 1), $"{name}: {work}");
        var most = name == "special tokens" ? text.Length / 13 * 2 : (text.Length / (TextSlices.LongestRun - 1)) + 3;
        Assert.True(slices.Count <= most, $"{name}: {slices.Count} slices");
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void MoveNext_CharacterPairs_AreNotSplit(string name, string text)
    {
        foreach (var (slice, next) in Slices(text).Zip(Slices(text).Skip(1)))
            Assert.False(char.IsHighSurrogate(slice[^1]) && char.IsLowSurrogate(next[0]), name);
    }

    [Property(MaxTest = 100)]
    public Property MoveNext_AnyText_LosesNothingAndBoundsRuns()
    {
        var pieces = Gen.Elements("a", "B ", "!", "\u0301", " ", "\n", "/", "12", "\u4E2D", "\U0001F600", "\uD83D", "<|endoftext|>", "word ");
        var texts = from repeat in Gen.Choose(1, 900) from piece in pieces.ListOf(4) select string.Concat(piece.Select(p => string.Concat(Enumerable.Repeat(p, repeat))));
        return Prop.ForAll(Arb.From(texts), text =>
        {
            var slices = Slices(text);
            Assert.Equal(text, string.Concat(slices));
            Assert.All(slices, static slice => Assert.InRange(LongestRun(slice), 0, TextSlices.LongestRun + 1));
        });
    }

    [Fact]
    public void MoveNext_Prose_IsCutWhereWordsEnd()
    {
        var text = string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, 12 times; ", 500));
        var slices = new TextSlices(text);
        var starts = new List<string>();
        while (slices.MoveNext()) starts.Add(slices.Current[..2].ToString());
        Assert.Equal(0, slices.Cuts);
        Assert.True(starts.Count > 3);
        Assert.All(starts.Skip(1), static start => Assert.Contains(start[0], " ,"));
    }

    private static List<string> Slices(string text)
    {
        List<string> list = [];
        var slices = new TextSlices(text);
        while (slices.MoveNext()) list.Add(slices.Current.ToString());
        return list;
    }

    /// <summary>The longest stretch a regular expression of an encoding can take for one word, by categories of its own.</summary>
    private static int LongestRun(string text)
    {
        Func<char, bool>[] kinds =
        [
            static c => char.IsLetter(c) || IsMark(c),
            static c => !char.IsWhiteSpace(c) && !char.IsLetter(c) && !char.IsNumber(c),
            char.IsWhiteSpace,
            static c => c is '\r' or '\n' or '/',
        ];
        var longest = 0;
        foreach (var kind in kinds)
        {
            var run = 0;
            foreach (var c in text) longest = Math.Max(longest, run = kind(c) ? run + 1 : 0);
        }

        return longest;
    }

    private static bool IsMark(char c) => char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark;
}
