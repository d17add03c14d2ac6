using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Text;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What memory gave out to the runs, sessions and callers that a request names: each record is read and taken apart once.</summary>
/// <param name="work">What that may take, with the comparing.</param>
internal sealed class GivenIndex(RecallWork work)
{
    private readonly GivenTexts _texts = new();
    private readonly Dictionary<string, MemoryRecord> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>Those of these records that it does not have.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyList<string> ids) => [.. ids.Where(id => !_numbers.ContainsKey(id))];

    /// <summary>Adds records, as long as there is work left.</summary>
    public void Add(IEnumerable<MemoryRecord> records)
    {
        foreach (var record in records)
        {
            if (work.IsSpent || !_numbers.TryAdd(record.Id, _numbers.Count)) continue;
            work.Spend((long)record.Text.Length * RecallWork.OfCharacter);
            _records.Add(record.Id, record);
            _texts.Add(record.Text, record.SubjectKey, _numbers[record.Id]);
        }

        _texts.Complete();
    }

    /// <summary>What of these is there.</summary>
    /// <param name="ids">What was given.</param>
    /// <param name="isWhole">In other conversations, too.</param>
    public GivenRecords Of(IReadOnlyList<string> ids, bool isWhole)
    {
        List<MemoryRecord> given = [.. ids.Select(id => _records.GetValueOrDefault(id)).OfType<MemoryRecord>()];
        return new GivenRecords(given, _texts, given.Select(record => _numbers[record.Id]).ToHashSet(), isWhole, work);
    }
}
