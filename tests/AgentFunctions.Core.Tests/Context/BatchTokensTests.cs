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

    private static PrefixGrowth Grow(CompressionOptions options) =>
        Transcript.All.Select(transcript => PrefixGrowth.Of(transcript, Assembler, options, new ContextSamples.Mint())).Aggregate(static (one, other) => one + other);
}
