using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Subjects;

/// <summary>Counts in the erasure itself, while it goes on. The latest that were named are kept with the count: these alone can be named a second time.</summary>
internal sealed class ErasureTally(ErasureFile file, string part) : IErasureTally
{
    /// <summary>Two times what is named at once: what a killed process named last is there until what comes next is removed.</summary>
    private const int Kept = 2 * IErasureTally.MostAtOnce;

    private const int HashHex = 16;
    private const int Attempts = 100;

    public async ValueTask CountAsync(IReadOnlyCollection<string> items, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, IErasureTally.MostAtOnce, nameof(items));
        List<string> named = [.. items.Select(HashOf).Distinct(StringComparer.Ordinal)];
        for (var i = 0; i < Attempts; i++)
        {
            // Others completed it.
            if (await file.FindAsync(cancellationToken) is not var (erasure, etag)) return;
            List<string> added = [.. named.Except(erasure.Counted, StringComparer.Ordinal)];
            if (added.Count == 0) return;
            var removed = new Dictionary<string, long>(erasure.Removed, StringComparer.Ordinal) { [part] = erasure.Removed.GetValueOrDefault(part) + added.Count };
            if (await file.TryWriteAsync(erasure with { Removed = removed, Counted = [.. erasure.Counted.Concat(added).TakeLast(Kept)] }, etag, cancellationToken)) return;
        }

        throw new DocumentStoreUnavailableException("Others count in the same erasure again and again.");
    }

    /// <summary>What is kept is as long whatever it is called, and says nothing.</summary>
    private string HashOf(string item) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{part}\n{item}")))[..HashHex];
}
