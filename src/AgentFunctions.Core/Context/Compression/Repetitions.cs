using System.IO.Hashing;
using System.Runtime.InteropServices;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Compression;

/// <summary>
/// Finds results that stand earlier in the context: the same text by digest, nearly the same by a sketch of its shingles among the last 64 results that are no repetition themselves. Only earlier
/// messages are looked at, so a message that was sent never changes by what comes after it; and only those that stand whole, so that a tool that is asked again for what was condensed shows it again.
/// Nothing refers to what is left out.
/// </summary>
/// <param name="options">What may be done.</param>
/// <param name="repeats">The refs of what stood as a reference before, and of what it referred to.</param>
internal sealed class Repetitions(CompressionOptions options, IReadOnlyDictionary<string, string>? repeats)
{
    private const int Window = 64;

    private readonly Dictionary<UInt128, ContextItem> _seen = [];
    private readonly Dictionary<(string?, string?), ContextItem> _calls = [];
    private readonly Dictionary<string, ContextItem> _byRef = new(StringComparer.Ordinal);
    private readonly Queue<(Sketch Sketch, ContextItem Item)> _recent = new();

    public void Find(IReadOnlyList<ContextUnit> units)
    {
        foreach (var item in units.SelectMany(static unit => unit.Items).Where(static item => item is { IsResult: true, Text: not null })) Find(item);
    }

    /// <summary>The next result with a text, in the order of the context.</summary>
    public void Find(ContextItem item)
    {
        _byRef[item.Source.Ref] = item;
        (item.SameAs, item.NearTo, item.ReferredRound, item.Superseded) = (null, null, int.MaxValue, false);
        if (item.Form == ContextForm.LeftOut) return;
        if (item.Call is { } call) MarkSuperseded(item, call);
        if (!options.Duplicates) return;
        if (item.Pinned || !Recall(item)) Look(item);
        if (item.Repeats is { } earlier) earlier.ReferredRound = Math.Min(earlier.ReferredRound, item.Round);
    }

    private void MarkSuperseded(ContextItem item, ToolCallPart call)
    {
        // The same answer again makes nothing stale: what stands later refers to what stands earlier.
        if (_calls.TryGetValue((call.Name, call.Arguments), out var earlier)) earlier.Superseded = earlier.Text != item.Text;
        _calls[(call.Name, call.Arguments)] = item;
    }

    /// <summary>What was sent as a reference stays one while the message it refers to stands, as a synopsis too: the handle brings it back.</summary>
    private bool Recall(ContextItem item)
    {
        if (repeats?.GetValueOrDefault(item.Source.Ref) is not { } reference || !_byRef.TryGetValue(reference, out var earlier) || earlier.Form == ContextForm.LeftOut) return false;
        if (earlier.Text == item.Text) item.SameAs = earlier;
        else item.NearTo = earlier;
        return true;
    }

    private void Look(ContextItem item)
    {
        var digest = XxHash128.HashToUInt128(MemoryMarshal.AsBytes(item.Text.AsSpan()));
        if (_seen.TryGetValue(digest, out var same) && same.Form == ContextForm.Whole)
        {
            if (!item.Pinned) item.SameAs = same;
            return;
        }

        _seen[digest] = item;
        if (item.Form != ContextForm.Whole || (item.Sketch ??= Sketch.Of(item.Text!)) is not { } sketch) return;
        if (!item.Pinned) item.NearTo = Nearest(sketch);
        if (item.NearTo is not null) return;
        if (_recent.Count == Window) _recent.Dequeue();
        _recent.Enqueue((sketch, item));
    }

    private ContextItem? Nearest(Sketch sketch)
    {
        var best = options.NearDuplicateThreshold;
        ContextItem? nearest = null;
        foreach (var (other, item) in _recent)
        {
            var similarity = other.Similarity(sketch);
            if (similarity < best) continue;
            (best, nearest) = (similarity, item);
        }

        return nearest;
    }
}
