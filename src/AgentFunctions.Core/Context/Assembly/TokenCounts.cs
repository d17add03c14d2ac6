using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>
/// Counts tokens and remembers the counts by digest: a context grows by a few messages a turn, the rest was counted before. Keeps the counts of the last 65,536 texts at most, no text. Thread-safe.
/// </summary>
internal sealed class TokenCounts(ITokenMeter meter)
{
    private const int GenerationSize = 32_768;

    // A short text is counted faster than it is digested and looked up.
    private const int ShortText = 24;

    private readonly Lock _lock = new();
    private Dictionary<(UInt128 Digest, string Model), int> _young = [];
    private Dictionary<(UInt128 Digest, string Model), int> _old = [];

    public int Count(string? model, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return 0;
        if (text.Length <= ShortText) return meter.Count(model, text);
        var key = (XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text)), model ?? "");
        lock (_lock)
        {
            if (_young.TryGetValue(key, out var known)) return known;
            if (_old.TryGetValue(key, out known)) return Keep(key, known);
        }

        var count = meter.Count(model, text);
        lock (_lock) return Keep(key, count);
    }

    private int Keep((UInt128 Digest, string Model) key, int count)
    {
        if (_young.Count >= GenerationSize)
        {
            _old = _young;
            _young = [];
        }

        _young[key] = count;
        return count;
    }
}
