using System.Collections.Concurrent;

namespace AgentFunctions.Core.Activity.Recording;

/// <summary>
/// Keeps the names that callers invent under a wildcard model from becoming counters without end: a key gets so many of its own an hour, the rest counts under the wildcard. Asked only when a counter is made.
/// </summary>
internal sealed class ModelNameLimit
{
    public const int NamesPerKeyAndHour = 50;

    private readonly ConcurrentDictionary<(string Tenant, string Key, long Hour), int> _names = new();

    /// <summary>false: count it under the declared model.</summary>
    public bool TryTake(in CounterKey key)
    {
        var taken = _names.AddOrUpdate((key.TenantId, key.KeyId, key.Hour), 1, static (_, count) => Math.Min(count + 1, NamesPerKeyAndHour + 1));
        return taken <= NamesPerKeyAndHour;
    }

    /// <summary>Forgets hours that are over.</summary>
    public void Trim(long hour)
    {
        foreach (var key in _names.Keys)
        {
            if (key.Hour < hour) _names.TryRemove(key, out _);
        }
    }
}
