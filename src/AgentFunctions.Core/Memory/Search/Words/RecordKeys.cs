using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>
/// What a record is found by: the keys (<see cref="RecordWords.KeyOf"/>) of its text and of how it was filed, in order, each as often as it occurs, without stop words. An engine whose own reading of text is not ours indexes
/// these, so that accents, stems and irregular forms mean the same everywhere.
/// </summary>
public static class RecordKeys
{
    /// <summary>The record's keys.</summary>
    public static IEnumerable<string> Of(MemoryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        string?[] fields = [record.Text, record.Speaker, record.Subject, record.Attribute, .. record.Tags, .. record.Entities];
        return fields.OfType<string>().SelectMany(TextWords.Split).Where(static word => !StopWords.Contains(word)).Select(RecordWords.KeyOf);
    }

    /// <summary>The key of a term of a query; null for what is no word and so in no record.</summary>
    public static string? Find(string term) => TextWords.Split(term) is [var word] && word == term ? RecordWords.KeyOf(word) : null;
}
