using System.Collections.Concurrent;

namespace AgentFunctions.Core.Resources.Views;

/// <summary>
/// Agents or keys read on first use. What is there is right as long as the tenant's sequence is confirmed, because every change removes its entry. Absent ids are remembered too, in a small space of their own,
/// so that guesses neither reach the store twice nor push out real entries.
/// </summary>
internal sealed class EntryCache<T>(int capacity)
    where T : class
{
    private const int AbsentCapacity = 10_000;
    private readonly ConcurrentDictionary<string, T> _present = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _absent = new(StringComparer.Ordinal);

    /// <summary>true when it is known whether the id exists.</summary>
    public bool TryGet(ReadOnlySpan<char> id, out T? entry) =>
        _present.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out entry) || (!_absent.IsEmpty && _absent.GetAlternateLookup<ReadOnlySpan<char>>().ContainsKey(id));

    public void Set(string id, T? entry)
    {
        if (entry is null)
        {
            if (_absent.Count >= AbsentCapacity) _absent.Clear();
            _absent[id] = true;
            return;
        }

        // Dropping everything is crude, rare and safe: entries come back by one read each.
        if (_present.Count >= capacity) _present.Clear();
        _present[id] = entry;
    }

    public void Remove(string id)
    {
        _present.TryRemove(id, out _);
        _absent.TryRemove(id, out _);
    }

    public void Clear()
    {
        _present.Clear();
        _absent.Clear();
    }
}
