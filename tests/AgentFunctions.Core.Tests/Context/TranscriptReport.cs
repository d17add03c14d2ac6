using System.Text;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>What the compression of one transcript came to.</summary>
internal sealed record TranscriptReport(Transcript Transcript, AssembledContext Context, IReadOnlyList<TranscriptProbe> Failed, int InContext, PrefixGrowth Growth)
{
    private static readonly ContextSamples.Mint Mint = new();

    public double Reduction => 1 - ((double)Context.TokensAfter / Context.TokensBefore);

    public static TranscriptReport Of(Transcript transcript, ContextAssembler assembler, CompressionOptions options)
    {
        var context = assembler.Assemble(new ContextInput(transcript.Messages) { Options = options }, Mint).Value!;
        var failed = transcript.Probes.Where(probe => !IsAnswered(context, probe)).ToList();
        return new TranscriptReport(transcript, context, failed, transcript.Probes.Count(probe => IsInContext(context, probe)), PrefixGrowth.Of(new ContextInput(transcript.Messages) { Options = options }, assembler, Mint, keepsState: true));
    }

    public override string ToString() =>
        $"{Transcript.Name,-12} {Context.TokensBefore,6} -> {Context.TokensAfter,5}  {Reduction,6:P1}  probes {Transcript.Probes.Count - Failed.Count}/{Transcript.Probes.Count} ({InContext} without expanding)  prefix {Growth.Share,6:P1}, broken {Growth.Broken} of {Growth.Turns} turns"
        + $"  unreferenced {Context.Pollution.UnreferencedShare:P0}, duplicates {Context.Pollution.DuplicateShare:P0}, stale {Context.Pollution.StaleShare:P0}";

    private static bool IsInContext(AssembledContext context, TranscriptProbe probe) =>
        context.Messages.Any(message => message.Ref == probe.Ref && ContextSamples.TextOf(message).Contains(probe.Expected, StringComparison.Ordinal));

    /// <summary>Its message still says it, or stands for a handle that holds it and that the context names together with the field.</summary>
    private static bool IsAnswered(AssembledContext context, TranscriptProbe probe)
    {
        if (IsInContext(context, probe)) return true;
        if (context.Dropped.FirstOrDefault(drop => drop.Ref == probe.Ref) is not { } dropped) return false;
        var content = context.Handles.Single(handle => handle.Handle == dropped.Handle);
        var text = Encoding.UTF8.GetString(content.Bytes.Span);
        if (!text.Contains(probe.Expected, StringComparison.Ordinal)) return false;

        // A repetition of what stands whole is answered by that.
        return context.Messages.Any(message => ContextSamples.TextOf(message) == text)
            || context.Messages.Select(ContextSamples.TextOf).Any(said => said.Contains(dropped.Handle, StringComparison.Ordinal) && said.Contains(probe.Field, StringComparison.OrdinalIgnoreCase));
    }
}
