namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>Events that came and were not taken, and waits whose event has not come. Names ignore case.</summary>
internal sealed class EventBox
{
    private readonly LinkedList<HistoryEvent> _kept = [];
    private readonly Dictionary<string, LinkedList<EventWait>> _waits = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<HistoryEvent> Kept => [.. _kept];

    public bool HasWaits => _waits.Count > 0;

    /// <summary>The oldest kept event of that name, taken out; null for none.</summary>
    public HistoryEvent? Take(string name)
    {
        for (var node = _kept.First; node is not null; node = node.Next)
        {
            if (!string.Equals(node.Value.Name, name, StringComparison.OrdinalIgnoreCase))
                continue;
            _kept.Remove(node);
            return node.Value;
        }
        return null;
    }

    public void Add(string name, EventWait wait)
    {
        if (!_waits.TryGetValue(name, out var waits))
            _waits.Add(name, waits = []);
        waits.AddLast(wait);
    }

    /// <summary>The wait is over without an event.</summary>
    public void Remove(string name, EventWait wait)
    {
        if (!_waits.TryGetValue(name, out var waits))
            return;
        waits.Remove(wait);
        if (waits.Count == 0)
            _waits.Remove(name);
    }

    /// <summary>Gives the event to whoever has waited longest, or keeps it.</summary>
    public void Receive(HistoryEvent received)
    {
        if (!_waits.TryGetValue(received.Name!, out var waits))
        {
            _kept.AddLast(received);
            return;
        }
        var wait = waits.First!.Value;
        Remove(received.Name!, wait);
        wait.Receive(received.Payload ?? default);
    }
}
