using AgentFunctions.Core.Memory.Times;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>A candidate for a record: the gates of the store decide what becomes of it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The sentence, as it was said.</param>
/// <param name="Subject">Whom or what it is about.</param>
/// <param name="Attribute">What of it; the verb of a preference; "decision".</param>
/// <param name="Value">The attribute's value, as it was said.</param>
/// <param name="Entities">Names in the sentence, folded.</param>
/// <param name="Times">Times in the sentence, resolved against when it was said.</param>
/// <param name="Message">What it was taken from: its label is the fact's.</param>
public sealed record ExtractedFact(
    ExtractedKind Kind, string Text, string Subject, string Attribute, string Value, IReadOnlyList<string> Entities, IReadOnlyList<TimeMention> Times, ExtractionMessage Message)
{
    /// <summary>When it happened: the first time that the sentence names, else when it was said.</summary>
    public DateTimeOffset OccurredAt => Times.Count > 0 ? Times[0].From : Message.At;
}
