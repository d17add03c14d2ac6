using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What a record states, and what has to give way to it: only records of the same subject and attribute, and only learned ones.</summary>
internal static class MemoryFacts
{
    public static bool IsFact(MemoryRecord record) => record is { Kind: MemoryKind.Semantic, Subject: not null, Attribute: not null, Value: not null };

    /// <summary>They state different things of the same.</summary>
    public static bool Disagree(MemoryRecord a, MemoryRecord b) => IsFact(a) && IsFact(b) && IsOfOne(a, b) && SubjectNames.Fold(a.Value!) != SubjectNames.Fold(b.Value!);

    /// <summary>From when it holds. What is said to happen later than it is said holds from then on only where that is asked for.</summary>
    public static DateTimeOffset Since(MemoryRecord record) => record.ValidFrom ?? (record.OccurredAt < record.CreatedAt ? record.OccurredAt : record.CreatedAt);

    /// <summary>
    /// The record among those it disagrees with: the older ones end where it begins and are linked from it; where a newer one holds by now, it is the record itself that is history. What begins later takes no place before that: until
    /// then both are active, the one until the other begins. Active records only; the record is to be active.
    /// </summary>
    /// <returns>The record, and the changed ones with what they were.</returns>
    public static (MemoryRecord Record, List<(KeptRecord Before, MemoryRecord After)> Changes) Place(MemoryRecord record, IEnumerable<KeptRecord> others, DateTimeOffset now)
    {
        var since = Since(record);
        List<KeptRecord> rivals = [.. others.Where(o => o.Record.State == MemoryState.Active && o.Record.Id != record.Id && Disagree(o.Record, record))];
        List<KeptRecord> later = [.. rivals.Where(r => Since(r.Record) > since).OrderBy(static r => Since(r.Record))];
        if (later.Count > 0)
        {
            var next = later[0];
            record = record with { ValidTo = Earlier(record.ValidTo, Since(next.Record)) };
            if (Since(next.Record) <= now) return (record with { State = MemoryState.Superseded }, [(next, AddLink(next.Record, new MemoryLink(MemoryLinkKind.Supersedes, record.Id, record.Version)))]);
        }

        List<(KeptRecord, MemoryRecord)> changes = [];
        foreach (var rival in rivals.Where(r => Since(r.Record) <= since))
        {
            changes.Add((rival, rival.Record with { State = since <= now ? MemoryState.Superseded : rival.Record.State, ValidTo = Earlier(rival.Record.ValidTo, since) }));
            record = AddLink(record, new MemoryLink(MemoryLinkKind.Supersedes, rival.Record.Id, rival.Record.Version));
        }

        return (record, changes);
    }

    public static MemoryRecord AddLink(MemoryRecord record, MemoryLink link) =>
        record.Links.Contains(link) || record.Links.Count >= MemoryBounds.MaxLinks ? record : record with { Links = [.. record.Links, link] };

    private static DateTimeOffset Earlier(DateTimeOffset? end, DateTimeOffset other) => end is { } known && known < other ? known : other;

    private static bool IsOfOne(MemoryRecord a, MemoryRecord b) => a.SubjectKey == b.SubjectKey && SubjectNames.Fold(a.Attribute!) == SubjectNames.Fold(b.Attribute!);
}
