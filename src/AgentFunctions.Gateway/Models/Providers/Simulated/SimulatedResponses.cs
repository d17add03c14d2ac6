using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>The stored responses of the simulated provider: the last thousand, in this process.</summary>
internal sealed class SimulatedResponses
{
    private const int Capacity = 1000;
    private readonly ConcurrentDictionary<string, byte[]> _stored = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    public void Keep(string id, JsonObject response)
    {
        if (!_stored.TryAdd(id, SimulatedJson.Bytes(response))) return;
        _order.Enqueue(id);
        while (_stored.Count > Capacity && _order.TryDequeue(out var oldest)) _stored.TryRemove(oldest, out _);
    }

    public byte[]? Find(string id) => _stored.GetValueOrDefault(id);

    public bool Delete(string id) => _stored.TryRemove(id, out _);
}
