using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>One record for two that say the same. The id, the wording and the time of the first stay; sources are added. It is trusted as its wording was: an echo from outside takes nothing from a trusted record, not even
/// from who may see it, and a trusted echo makes nobody else's words trusted.</summary>
internal static class MemoryMerge
{
    private const int MaxSources = 32;

    /// <summary>More of one principal prove nothing more.</summary>
    private const int MaxOfPrincipal = 8;

    /// <summary>The record with what another adds to it that <see cref="MemoryStanding.MayTakeIn"/>. Who put it in other words is noted, and vouches for nothing.</summary>
    public static MemoryRecord Add(MemoryRecord record, MemoryRecord coming)
    {
        var isSaid = MemoryStanding.HasWordsOf(record, coming);
        List<MemorySource> all = [.. record.Sources];
        foreach (var said in coming.Sources)
        {
            var source = isSaid ? said : said with { IsTrusted = false };
            if (all.Contains(source) || all.Count(s => s.Principal == source.Principal && s.IsTrusted == source.IsTrusted) >= MaxOfPrincipal) continue;

            // A full list makes room by the latest of whoever has most, so that a second voice is never lost to the noise of the first.
            if (all.Count >= MaxSources && !TryMakeRoom(all, source)) continue;
            all.Add(source);
        }

        // Tags are searched, and what is more confidential is found by fewer: only whoever is trusted as much as the record may file it.
        var mayFile = coming.Label.Integrity >= record.Label.Integrity;
        string[] newTags = mayFile ? [.. coming.Tags.Except(record.Tags, StringComparer.Ordinal).Take(Math.Max(0, MemoryBounds.MaxTags - record.Tags.Count))] : [];
        var joined = mayFile && coming.Label.Confidentiality > record.Label.Confidentiality ? record.Label with { Confidentiality = coming.Label.Confidentiality } : record.Label;
        if (all.SequenceEqual(record.Sources) && joined == record.Label && newTags.Length == 0) return record;
        return record with { Sources = all, Label = joined, Tags = newTags.Length == 0 ? record.Tags : [.. record.Tags, .. newTags] };
    }

    /// <summary>What is confirmed by another's word is what both said: not how the first filed it, what it tied it to, or from when it wanted it to hold.</summary>
    public static MemoryRecord Confirm(MemoryRecord merged, MemoryRecord first, MemoryRecord second)
    {
        var links = merged.Links.Where(link => link.Kind is MemoryLinkKind.Supersedes or MemoryLinkKind.Contradicts || second.Links.Any(other => other.Kind == link.Kind && other.TargetId == link.TargetId));
        var isOneTime = first.ValidFrom == second.ValidFrom && first.ValidTo == second.ValidTo;
        return merged with
        {
            Tags = [.. first.Tags.Intersect(second.Tags, StringComparer.Ordinal)],
            Entities = [.. first.Entities.Intersect(second.Entities, StringComparer.Ordinal)],
            Links = [.. links],
            ValidFrom = isOneTime ? merged.ValidFrom : MemoryFacts.Since(second),
            ValidTo = isOneTime ? merged.ValidTo : second.ValidTo,
        };
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
