using AgentFunctions.TestKit.Memory;

namespace AgentFunctions.Core.Tests.Memory.Store;

/// <summary>Comparing a draft with much that was given takes little, has an end, and can be given up.</summary>
public sealed class MemoryRecallWorkTests
{
    private const int Records = 200;
    private const int Sentences = 330;
    private const string News = "The orchid has never bloomed since zebra came.";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ADraftOfManyGivenSentences_IsComparedWithFewOfThem(bool isWhole)
    {
        var random = new Random(5);
        var texts = Texts(random);
        var told = string.Join(". ", Enumerable.Range(0, Sentences).Select(_ => Any(random, Any(random, texts).Split(". ")[1..])));

        var given = new RecallComparison(texts, isWhole, RecallComparison.MostOfRequest, CancellationToken.None);
        var before = given.Steps;

        // Each sentence beside each of those that were given would be more than 21 million, each of several words.
        Assert.Equal((false, true), given.Judge($"{told}. {News}"));
        Assert.InRange(given.Steps - before, 1, 2_000_000);
    }

    [Fact]
    public void WithoutWorkLeft_WhatIsNotComparedIsNoNews()
    {
        var texts = Texts(new Random(5));
        var given = new RecallComparison(texts, isWhole: true, RecallComparison.MostOfRequest, CancellationToken.None);
        Assert.Equal((false, false), given.Judge(News));

        var few = new RecallComparison(texts, isWhole: true, given.Steps, CancellationToken.None);
        Assert.True(few.Judge($"{texts[0]}. {News}").IsRecalled);
        Assert.True(few.Judge(News).IsRecalled);
        Assert.InRange(few.Steps, given.Steps, given.Steps + 100_000);

        // So much was given that it is not even read to the end.
        var shorter = new RecallComparison(texts, isWhole: true, given.Steps / 2, CancellationToken.None);
        Assert.True(shorter.Judge(News).IsRecalled);
        Assert.InRange(shorter.Steps, 1, given.Steps * 2 / 3);
    }

    [Fact]
    public async Task GivenUp_ItEnds()
    {
        var texts = Texts(new Random(5));
        using var gone = new CancellationTokenSource();
        var given = new RecallComparison(texts, isWhole: true, RecallComparison.MostOfRequest, gone.Token);
        await gone.CancelAsync();
        Assert.Throws<OperationCanceledException>(() => given.Judge($"{texts[0]}. {News}"));
        Assert.Throws<OperationCanceledException>(() => new RecallComparison(texts, isWhole: true, RecallComparison.MostOfRequest, gone.Token));
    }

    private static string[] Texts(Random random) => [.. Enumerable.Range(0, Records).Select(_ => "zebra. " + string.Join(". ", Enumerable.Range(0, Sentences).Select(_ => string.Join(' ', Enumerable.Range(0, 4).Select(_ => Word(random))))))];

    private static string Word(Random random) => string.Concat(Enumerable.Range(0, 2).Select(_ => $"{"bcdfgklmnprstv"[random.Next(14)]}{"aeiou"[random.Next(5)]}"));

    private static T Any<T>(Random random, T[] of) => of[random.Next(of.Length)];
}
