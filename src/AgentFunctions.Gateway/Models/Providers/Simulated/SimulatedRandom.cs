using System.Text;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>The same numbers for the same seed text, everywhere: FNV-1a for the seed, SplitMix64 for the sequence.</summary>
internal struct SimulatedRandom(ulong seed)
{
    private ulong _state = seed;

    public static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(text)) hash = (hash ^ value) * 1099511628211UL;
        return hash;
    }

    public int Next(int below) => (int)(NextUInt64() % (ulong)below);

    public double NextUnit() => ((NextUInt64() >> 11) * (2.0 / (1UL << 53))) - 1;

    public ulong NextUInt64()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
