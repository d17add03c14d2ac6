using System.Globalization;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using Xunit.Abstractions;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>The compression of tool-heavy transcripts of agents, held to its numbers. `--logger "console;verbosity=detailed"` prints them.</summary>
public sealed class TranscriptTests(ITestOutputHelper output)
{
    private static readonly ContextAssembler Assembler = new(VocabularyMeter.Create());

    private static readonly Lazy<IReadOnlyList<TranscriptReport>> Reports = new(static () => [.. Transcript.All.Select(static transcript => TranscriptReport.Of(transcript, Assembler, CompressionOptions.Default))]);

    [Fact]
    public void Assemble_Transcripts_HalvesTheMedian()
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        foreach (var report in Reports.Value) output.WriteLine(report.ToString());
        Print("all layers", [.. Reports.Value.Select(static report => report.Reduction)]);
        var mild = CompressionOptions.Default with { Condense = false, Clear = false };
        Print("layers that keep every fact", [.. Transcript.All.Select(transcript => TranscriptReport.Of(transcript, Assembler, mild).Reduction)]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"prefix kept {Reports.Value.Average(static report => report.Growth.Share):P1}, turns that broke it {Reports.Value.Sum(static report => report.Growth.Broken)} of {Reports.Value.Sum(static report => report.Growth.Turns)}"));

        Assert.True(Reports.Value.Count >= 30);
        Assert.True(Median([.. Reports.Value.Select(static report => report.Reduction)]) >= 0.5);
    }

    [Fact]
    public void Assemble_Transcripts_AnswersTheProbes()
    {
        var failed = Reports.Value.SelectMany(static report => report.Failed.Select(probe => $"{report.Transcript.Name} {probe}")).ToList();
        var all = Transcript.All.Sum(static transcript => transcript.Probes.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{all - failed.Count} of {all} probes answered, {Reports.Value.Sum(static report => report.InContext)} without expanding"));
        failed.ForEach(output.WriteLine);
        Assert.True(all >= 300);
        Assert.True(failed.Count <= all * 0.02, string.Join('\n', failed));
    }

    [Fact]
    public void Assemble_Transcripts_KeepsPinnedContentByteForByte()
    {
        foreach (var report in Reports.Value)
        {
            var pinned = report.Transcript.Messages.Where(static message => message.Pinned || message.Slot == ContextSlot.PinnedName).ToList();
            Assert.True(pinned.Count >= 3);
            foreach (var message in pinned) Assert.Contains(report.Context.Messages, sent => sent.Ref == message.Ref && ContextSamples.Raw(sent.Message) == ContextSamples.Raw(message.Message));
        }
    }

    [Fact]
    public void Handles_Transcripts_RestoreEveryByte()
    {
        var dropped = 0;
        foreach (var report in Reports.Value)
        {
            var restored = ContextSamples.RestoreAll(new ContextInput(report.Transcript.Messages), report.Context);
            foreach (var message in report.Transcript.Messages) Assert.Equal(ContextSamples.Raw(message.Message), restored[message.Ref]);
            dropped += report.Context.Dropped.Count;
            Assert.Null(ContextSamples.FindUnpaired(report.Context.Messages));
        }

        Assert.True(dropped > 200);
    }

    [Fact]
    public void Assemble_SameInput_GivesTheSameOutput()
    {
        var fresh = new ContextAssembler(new CharMeter());
        var again = new ContextAssembler(new CharMeter());
        foreach (var transcript in Transcript.All)
        {
            var one = fresh.Assemble(new ContextInput(transcript.Messages) { BudgetTokens = 4_000 }, new ContextSamples.Mint()).Value!;
            var two = again.Assemble(new ContextInput(transcript.Messages) { BudgetTokens = 4_000 }, new ContextSamples.Mint()).Value!;
            Assert.Equal(one.Messages.Select(static message => ContextSamples.Raw(message.Message)), two.Messages.Select(static message => ContextSamples.Raw(message.Message)));
            Assert.Equal(one.Dropped, two.Dropped);
            Assert.Equal(one.State.Sent, two.State.Sent);
        }
    }

    private static double Median(List<double> values) => At(values, 0.5);

    private static double At(List<double> values, double share) => values.Order().ElementAt((int)((values.Count - 1) * share));

    private void Print(string what, List<double> values) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what}: least {At(values, 0):P1}, p10 {At(values, .1):P1}, p25 {At(values, .25):P1}, median {At(values, .5):P1}, p75 {At(values, .75):P1}, p90 {At(values, .9):P1}, most {At(values, 1):P1}"));
}
