using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger;

/// <summary>What a counter counts. Its document id is a hash of it, which is kept: nearly every call asks for the same few.</summary>
internal readonly record struct CounterName(LimitScope Scope, LimitUnit Unit, string WindowId)
{
    private const int HashBytes = 20;

    /// <summary>Beyond this many all are dropped: windows pass, runs and sessions end.</summary>
    private const int MostKept = 8192;
    private static readonly ConcurrentDictionary<CounterName, string> Kept = new();

    public string ToId()
    {
        if (Kept.TryGetValue(this, out var id)) return id;
        if (Kept.Count >= MostKept) Kept.Clear();
        return Kept[this] = Hash();
    }

    private string Hash()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Scope}\n{LedgerDocuments.UnitName(Unit)}\n{WindowId}"), hash);
        return LedgerDocuments.CounterPrefix + Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
