using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search.Words;

namespace AgentFunctions.Cloud.Memory;

/// <summary>A record and which terms of a query are in it.</summary>
/// <param name="Record">The record.</param>
/// <param name="Words">What is scored.</param>
/// <param name="Has">For each term whether it is in the words, or names the speaker.</param>
internal sealed record ScannedRecord(MemoryRecord Record, RecordWords Words, bool[] Has)
{
    public bool HasAny => Array.IndexOf(Has, true) >= 0;

    public static ScannedRecord Of(MemoryRecord record, string[] terms)
    {
        var words = RecordWords.Of(record);
        var speaker = TextWords.Split(record.Speaker ?? "").Select(RecordWords.KeyOf).ToHashSet(StringComparer.Ordinal);
        return new ScannedRecord(record, words, Array.ConvertAll(terms, term => RecordWords.KeyOf(term) is var key && (words.Weight(key) > 0 || speaker.Contains(key))));
    }
}
