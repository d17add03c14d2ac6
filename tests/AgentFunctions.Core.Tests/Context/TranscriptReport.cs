using System.Text;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>What the compression of one transcript came to.</summary>
internal sealed record TranscriptReport(Transcript Transcript, AssembledContext Context, IReadOnlyList<TranscriptProbe> Failed, int InContext, double Prefix, int Turns, int Broken)
{
    private static readonly ContextSamples.Mint Mint = new();

    public double Reduction => 1 - ((double)Context.TokensAfter / Context.TokensBefore);

    public static TranscriptReport Of(Transcript transcript, ContextAssembler assembler, CompressionOptions options)
    {
        var context = assembler.Assemble(new ContextInput(transcript.Messages) { Options = options }, Mint).Value!;
        var failed = transcript.Probes.Where(probe => !IsAnswered(context, probe)).ToList();
        var (prefix, turns, broken) = Grow(transcript, assembler, options);
        return new TranscriptReport(transcript, context, failed, transcript.Probes.Count(probe => IsInContext(context, probe)), prefix, turns, broken);
    }

    public override string ToString() =>
        $"{Transcript.Name,-12} {Context.TokensBefore,6} -> {Context.TokensAfter,5}  {Reduction,6:P1}  probes {Transcript.Probes.Count - Failed.Count}/{Transcript.Probes.Count} ({InContext} without expanding)  prefix {Prefix,6:P1}, broken {Broken} of {Turns} turns"
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

    /// <summary>The transcript again, a call of the model at a time: how much of each context the next one begins with.</summary>
    private static (double Prefix, int Turns, int Broken) Grow(Transcript transcript, ContextAssembler assembler, CompressionOptions options)
    {
        ContextState? state = null;
        long same = 0, before = 0;
        int turns = 0, broken = 0;
        for (var length = 1; length <= transcript.Messages.Count; length++)
        {
            var next = length < transcript.Messages.Count ? ContextSamples.Role(transcript.Messages[length].Message) : "assistant";
            if (next != "assistant") continue;
            var context = assembler.Assemble(new ContextInput([.. transcript.Messages.Take(length)]) { Options = options, Previous = state }, Mint).Value!;
            if (state is not null)
            {
                turns++;
                if (context.Prefix.Tokens < context.Prefix.PreviousTokens) broken++;
                same += context.Prefix.Tokens;
                before += context.Prefix.PreviousTokens;
            }

            state = context.State;
        }

        return ((double)same / Math.Max(1, before), turns, broken);
    }
}
