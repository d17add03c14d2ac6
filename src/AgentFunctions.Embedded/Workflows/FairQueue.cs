namespace AgentFunctions.Embedded.Workflows;

/// <summary>A queue that serves tenants in turn, each in its own order: who has thousands waiting takes no more turns than who has one. Not for several threads.</summary>
/// <param name="instanceOf">The instance that an item belongs to, <c>{tenant}:{run}</c>.</param>
internal sealed class FairQueue<T>(Func<T, string> instanceOf)
{
    private readonly Dictionary<string, Queue<T>> _queues = new(StringComparer.Ordinal);
    private readonly Queue<string> _turns = [];

    public int Count { get; private set; }

    public void Enqueue(T item)
    {
        var tenant = TenantOf(instanceOf(item));
        if (!_queues.TryGetValue(tenant, out var queue))
        {
            _queues.Add(tenant, queue = []);
            _turns.Enqueue(tenant);
        }
        queue.Enqueue(item);
        Count++;
    }

    public bool TryDequeue(out T item)
    {
        if (!_turns.TryDequeue(out var tenant))
        {
            item = default!;
            return false;
        }
        var queue = _queues[tenant];
        item = queue.Dequeue();
        Count--;
        if (queue.Count > 0)
            _turns.Enqueue(tenant);
        else
            _queues.Remove(tenant);
        return true;
    }

    /// <summary>Instances of nobody share one turn.</summary>
    private static string TenantOf(string instance) => instance.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? instance[..colon] : "";
}
