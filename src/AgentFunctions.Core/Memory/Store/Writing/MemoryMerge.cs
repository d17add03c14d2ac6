using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>One record for two that say the same. The id, the wording and the time of the first stay; sources are added, and it is shown to no more than either was. It is trusted as its wording was: an echo from outside takes nothing from a
/// trusted record, and a trusted echo makes nobody else's words trusted.</summary>
internal static class MemoryMerge
{
    private const int MaxSources = 32;

    /// <summary>More of one principal prove nothing more.</summary>
    private const int MaxOfPrincipal = 8;

    public static MemoryRecord Add(MemoryRecord record, IEnumerable<MemorySource> sources, ContentLabel label, IEnumerable<string> tags)
    {
        List<MemorySource> all = [.. record.Sources];
        foreach (var source in sources)
        {
            if (all.Contains(source) || all.Count(s => s.Principal == source.Principal && s.IsTrusted == source.IsTrusted) >= MaxOfPrincipal) continue;

            // A full list makes room by the latest of whoever has most, so that a second voice is never lost to the noise of the first.
            if (all.Count >= MaxSources && !TryMakeRoom(all, source)) continue;
            all.Add(source);
        }

        // Tags are searched: only whoever is trusted as much as the record may file it.
        if (label.Integrity < record.Label.Integrity) tags = [];
        string[] newTags = [.. tags.Except(record.Tags, StringComparer.Ordinal).Take(Math.Max(0, MemoryBounds.MaxTags - record.Tags.Count))];
        var joined = record.Label with { Confidentiality = (Confidentiality)Math.Max((int)record.Label.Confidentiality, (int)label.Confidentiality) };
        if (all.SequenceEqual(record.Sources) && joined == record.Label && newTags.Length == 0) return record;
        return record with { Sources = all, Label = joined, Tags = newTags.Length == 0 ? record.Tags : [.. record.Tags, .. newTags] };
    }

    /// <summary>Two trusted sources that do not hang together, or a person, stand behind it. All that comes through one key is one source, the agent's own as much as another.</summary>
    public static bool IsVerified(MemoryRecord record) =>
        record.Sources.Any(static s => s.Kind == MemorySourceKind.Approved)
        || record.Sources.Where(static s => s.IsTrusted && s.Kind is not (MemorySourceKind.Consolidated or MemorySourceKind.Denied)).Select(static s => s.Principal).Distinct(StringComparer.Ordinal).Count() >= 2;

    private static bool TryMakeRoom(List<MemorySource> sources, MemorySource coming)
    {
        if (sources.Exists(s => s.Principal == coming.Principal)) return false;
        var most = sources.Skip(1).GroupBy(static s => s.Principal, StringComparer.Ordinal).OrderByDescending(static g => g.Count()).ThenBy(static g => g.Key, StringComparer.Ordinal).First();
        return most.Count() > 1 && sources.Remove(most.Last());
    }
}
