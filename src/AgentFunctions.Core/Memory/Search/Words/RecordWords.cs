using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Search.Words;

/// <summary>The stems of a record, each as often as it occurs, by the weights of its fields.</summary>
public sealed class RecordWords
{
    /// <summary>What the record is about and how it was filed counts a little more than what it says.</summary>
    private const double FiledWeight = 1.2;

    /// <summary>Entities stand in the text as well: they are no second mention.</summary>
    private const double EntityWeight = 0.3;

    private readonly Dictionary<string, double> _weights = new(StringComparer.Ordinal);

    private RecordWords()
    {
    }

    /// <summary>Words of the text.</summary>
    public int Length { get; private set; }

    public IReadOnlyDictionary<string, double> Weights => _weights;

    public static RecordWords Of(MemoryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var words = new RecordWords();
        foreach (var word in TextWords.Split(record.Text))
        {
            if (StopWords.Contains(word))
                continue;
            words.Length++;
            words.Add(word, 1);
        }
        foreach (var field in (string?[])[record.Subject, record.Attribute, .. record.Tags])
            words.AddField(field, FiledWeight);
        foreach (var entity in record.Entities)
            words.AddField(entity, EntityWeight);
        return words;
    }

    /// <summary>The key by which words are compared.</summary>
    public static string KeyOf(string word) => Stemmer.Stem(WordForms.BaseOf(word));

    public double Weight(string key) => _weights.GetValueOrDefault(key);

    private void AddField(string? field, double weight)
    {
        if (field is null)
            return;
        foreach (var word in TextWords.Split(field))
        {
            if (!StopWords.Contains(word))
                Add(word, weight);
        }
    }

    private void Add(string word, double weight)
    {
        var key = KeyOf(word);
        _weights[key] = _weights.GetValueOrDefault(key) + weight;
    }
}
