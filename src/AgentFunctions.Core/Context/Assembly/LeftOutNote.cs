using System.Globalization;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>Tells the model that messages were left out, and how they come back.</summary>
internal sealed class LeftOutNote(List<ContextUnit> units, HandleBook book, TokenCounts counts, string? model)
{
    private const int FrameTokens = 4;

    /// <summary>The most a note costs. How an unknown handle is split is not known either, so a spare is added.</summary>
    public static int Most(TokenCounts counts, string? model) => FrameTokens + 16 + counts.Count(model, Words(999_999, "h_" + new string('W', 13) + new string('7', 13)));

    public LeftOutMessages Write()
    {
        var left = units.Where(static unit => unit.LeftOut).SelectMany(static unit => unit.Items).ToList();
        if (left.Count == 0) return new LeftOutMessages(null, null, null);
        var handle = book.OfMessages(left);
        var text = Words(left.Count, handle);

        // What nobody could have sent as it was leaves no note: the model never saw it.
        var first = units.FindIndex(static unit => unit.LeftOut && unit.Items[0].LeftOutReason != DropReasons.Unpaired);
        if (first < 0) return new LeftOutMessages(handle, null, null);
        var tokens = FrameTokens + counts.Count(model, text);
        return new LeftOutMessages(
            handle, units[first], new AssembledMessage(null, MessageWriter.Note(text), new ContentLabel(Integrity.Trusted, Confidentiality.Public), ContextSlot.HistoryName, tokens));
    }

    private static string Words(int messages, string handle) =>
        string.Create(CultureInfo.InvariantCulture, $"[{messages} earlier messages were left out to fit. {handle} holds them: context.expand returns them.]");
}
