using System.IO.Hashing;
using System.Runtime.InteropServices;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>
/// Finds results that stand earlier in the context: the same text by digest, nearly the same by a sketch of its shingles among the last 64 results that are no repetition themselves. Only earlier
/// messages are looked at, so a message that was sent never changes by what comes after it.
/// </summary>
internal static class Repetitions
{
    private const int Window = 64;

    public static void Find(IReadOnlyList<ContextUnit> units, CompressionOptions options)
    {
        Dictionary<UInt128, ContextItem> seen = [];
        Dictionary<(string?, string?), ContextItem> calls = [];
        Queue<(Sketch Sketch, ContextItem Item)> recent = new();
        foreach (var item in units.Where(static unit => !unit.LeftOut).SelectMany(static unit => unit.Items).Where(static item => item is { IsResult: true, Text: not null }))
        {
            if (item.Call is { } call)
            {
                // The same answer again makes nothing stale: what stands later refers to what stands earlier.
                if (calls.TryGetValue((call.Name, call.Arguments), out var earlier)) earlier.Superseded = earlier.Text != item.Text;
                calls[(call.Name, call.Arguments)] = item;
            }

            if (!options.Duplicates) continue;
            var digest = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(item.Text.AsSpan()));
            if (!seen.TryAdd(digest, item))
            {
                if (!item.Pinned) item.SameAs = seen[digest];
                continue;
            }

            var sketch = Sketch.Of(item.Text!);
            if (sketch is null) continue;
            if (!item.Pinned) item.NearTo = Nearest(recent, sketch, options.NearDuplicateThreshold);
            if (item.NearTo is not null) continue;
            if (recent.Count == Window) recent.Dequeue();
            recent.Enqueue((sketch, item));
        }
    }

    private static ContextItem? Nearest(Queue<(Sketch Sketch, ContextItem Item)> recent, Sketch sketch, double threshold)
    {
        var best = threshold;
        ContextItem? nearest = null;
        foreach (var (other, item) in recent)
        {
            var similarity = other.Similarity(sketch);
            if (similarity < best) continue;
            (best, nearest) = (similarity, item);
        }

        return nearest;
    }
}
