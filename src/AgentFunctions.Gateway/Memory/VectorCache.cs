using System.Security.Cryptography;
using System.Text;

namespace AgentFunctions.Gateway.Memory;

/// <summary>The vectors of the latest texts, by digest: at most 2,000 to 4,000, no text. Of each agent its own, so that nobody can tell from an answer's time what another asked. Thread-safe.</summary>
internal sealed class VectorCache
{
    private const int GenerationSize = 2_000;

    private readonly Lock _lock = new();
    private Dictionary<string, float[]> _young = new(StringComparer.Ordinal);
    private Dictionary<string, float[]> _old = new(StringComparer.Ordinal);

    public static string Key(string tenantId, string agent, string model, string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}\n{agent}\n{model}\n{text}")));

    public float[]? Find(string key)
    {
        lock (_lock) return _young.TryGetValue(key, out var vector) ? vector : _old.TryGetValue(key, out vector) ? Keep(key, vector) : null;
    }

    public void Add(string key, float[] vector)
    {
        lock (_lock) Keep(key, vector);
    }

    private float[] Keep(string key, float[] vector)
    {
        if (_young.Count >= GenerationSize) (_old, _young) = (_young, new Dictionary<string, float[]>(StringComparer.Ordinal));
        return _young[key] = vector;
    }
}
