namespace AgentFunctions.Embedded.Workflows;

/// <summary>Which instances this process has in memory, and which of them are to have a turn; one turn at a time for each, tenants in turn. The longest idle go when there are too many: their history brings them back.</summary>
internal sealed class SlotTable(int capacity) : IDisposable
{
    private readonly Dictionary<string, InstanceSlot> _slots = new(StringComparer.Ordinal);
    private readonly LinkedList<InstanceSlot> _idle = [];
    private readonly FairQueue<InstanceSlot> _ready = new(static slot => slot.Id);
    private readonly SemaphoreSlim _available = new(0);
    private readonly Lock _lock = new();
    private bool _isDisposed;

    /// <summary>Something waits for the instance. It gets a turn, or another one after the one that runs.</summary>
    public void Signal(string id) => Signal(id, isNews: true);

    /// <summary>The store says that something waits; a turn that runs or is to run will see it by itself.</summary>
    public void SignalIfIdle(string id) => Signal(id, isNews: false);

    /// <summary>An instance that was made under a lease of this process, and so needs no claim.</summary>
    public void Adopt(string id, string owner, long epoch)
    {
        lock (_lock)
        {
            var slot = GetOrAdd(id);
            if (slot.State != SlotState.Idle)
            {
                // Found in the store, and claimed, before the word of it came here.
                Follow(slot);
                return;
            }
            slot.Owner = owner;
            slot.Epoch = epoch;
            Queue(slot);
        }
    }

    /// <summary>The next instance to have a turn; <see cref="Done"/> ends it.</summary>
    public async Task<InstanceSlot> NextAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken);
        lock (_lock)
        {
            if (!_ready.TryDequeue(out var slot))
                throw new InvalidOperationException("More turns were announced than there are.");
            slot.State = SlotState.Running;
            return slot;
        }
    }

    /// <param name="slot">Whose turn ended.</param>
    /// <param name="keep">It stays in memory.</param>
    /// <param name="again">It is to have another turn.</param>
    public void Done(InstanceSlot slot, bool keep, bool again)
    {
        lock (_lock)
        {
            again |= slot.State == SlotState.RunningAgain;
            slot.State = SlotState.Idle;
            if (!keep)
            {
                slot.Live = null;
                slot.Owner = null;
            }
            if (again)
                Queue(slot);
            else if (keep)
                slot.Idle = _idle.AddLast(slot);
            else
                _slots.Remove(slot.Id);
            while (_slots.Count > capacity && _idle.First is { } longest)
                Remove(longest.Value);
        }
    }

    /// <summary>Forgets what lies idle; what runs finds out by itself.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            while (_idle.First is { } slot)
                Remove(slot.Value);
        }
    }

    /// <summary>Code of workflows may still speak up afterwards, from threads where nobody would catch an exception: what it says is not heard.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isDisposed = true;
        _available.Dispose();
    }

    private void Signal(string id, bool isNews)
    {
        lock (_lock)
        {
            var slot = GetOrAdd(id);
            if (slot.State == SlotState.Idle)
                Queue(slot);
            else if (isNews)
                Follow(slot);
        }
    }

    private static void Follow(InstanceSlot slot)
    {
        if (slot.State == SlotState.Running)
            slot.State = SlotState.RunningAgain;
    }

    private InstanceSlot GetOrAdd(string id)
    {
        if (!_slots.TryGetValue(id, out var slot))
            _slots.Add(id, slot = new InstanceSlot(id));
        return slot;
    }

    private void Queue(InstanceSlot slot)
    {
        if (slot.Idle is { } node)
            _idle.Remove(node);
        slot.Idle = null;
        slot.State = SlotState.Queued;
        if (_isDisposed)
            return;
        _ready.Enqueue(slot);
        _available.Release();
    }

    private void Remove(InstanceSlot slot)
    {
        _idle.Remove(slot.Idle!);
        slot.Idle = null;
        _slots.Remove(slot.Id);
    }
}
