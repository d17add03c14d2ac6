using System.Globalization;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using Xunit.Abstractions;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>What the size of a batch costs and saves with a provider's prompt cache, over the transcripts. `--logger "console;verbosity=detailed"` prints it.</summary>
public sealed class BatchTokensTests(ITestOutputHelper output)
{
    private static readonly ContextAssembler Assembler = new(VocabularyMeter.Create());

    [Fact]
    public void Grow_LargerBatches_KeepMoreOfThePrefixAndSendMore()
    {
        PrefixGrowth? before = null;
        var least = double.MaxValue;
        var chosen = 0.0;
        foreach (var batch in (int[])[2_000, 4_000, 6_000, 8_000, 12_000])
        {
            var growth = Grow(CompressionOptions.Default with { BatchTokens = batch });
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[measured] batchTokens {batch}: prefix kept {growth.Share:P1}, turns that broke it {growth.Broken} of {growth.Turns}, sent {growth.Sent / 1e6:0.00} M, costs {growth.Costs / 1e6:0.00} M"));
            if (before is not null) Assert.True(growth.Share > before.Share && growth.Sent > before.Sent, $"{before} {growth}");
            least = Math.Min(least, growth.Costs);
            if (batch == CompressionOptions.Default.BatchTokens) chosen = growth.Costs;
            before = growth;
        }

        Assert.True(chosen <= least * 1.05, $"the default costs {chosen}, the cheapest {least}");
    }

    /// <summary>Who keeps nothing from turn to turn is shown nearly the same, within a budget as well.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(6_000)]
    public void Grow_WithoutState_KeepsAsMuchOfThePrefix(int? budget)
    {
        var kept = Grow(CompressionOptions.Default, budget);
        var replayed = Grow(CompressionOptions.Default, budget, keepsState: false);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[measured] budget {budget}: prefix kept {kept.Share:P1} with state, {replayed.Share:P1} without; broken {kept.Broken}, {replayed.Broken}; sent {kept.Sent / 1e6:0.00} M, {replayed.Sent / 1e6:0.00} M"));
        Assert.True(replayed.Share > kept.Share - 0.03, $"{kept} {replayed}");
        Assert.True(replayed.Sent < kept.Sent * 1.05, $"{kept} {replayed}");
    }

    private static PrefixGrowth Grow(CompressionOptions options, int? budget = null, bool keepsState = true) =>
        Transcript.All.Select(transcript => PrefixGrowth.Of(new ContextInput(transcript.Messages) { Options = options, BudgetTokens = budget }, Assembler, new ContextSamples.Mint(), keepsState)).Aggregate(static (one, other) => one + other);
}
