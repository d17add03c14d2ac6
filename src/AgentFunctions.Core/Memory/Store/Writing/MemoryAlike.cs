using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Usage;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>Finds the records of an agent that say the same as another, or state something of the same.</summary>
internal sealed class MemoryAlike(MemoryFiles files)
{
    /// <summary>Of records that share a key; more of them are no duplicates but a pattern.</summary>
    private const int MostOfKey = 16;
    private const int MostOfAttribute = 64;

    /// <summary>
    /// The record whose words stand for those of another (<see cref="MemoryStanding"/>), or one that says the same and was refused; null for none. Superseded ones are history and say nothing any more. What belongs to
    /// different people is never the same: erasing one must leave the other's as it is. Nor is what was written directly the same as what still waits in quarantine: the one is found at once, and vouches for nothing.
    /// An experience from outside does not become the wording of a trusted one, which it would keep in quarantine.
    /// </summary>
    public async ValueTask<KeptRecord?> FindSameAsync(MemoryRecord record, CancellationToken cancellationToken) =>
        (await FindAlikeAsync(record, cancellationToken)).Where(k => IsDenied(k.Record) || MemoryStanding.MayTakeIn(k.Record, record)).Select(static k => (KeptRecord?)k).FirstOrDefault();

    /// <summary>The records that say the same, in whatever standing.</summary>
    public async ValueTask<IReadOnlyList<KeptRecord>> FindAlikeAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        var text = MemoryText.Of(record.Text);
        var found = new Dictionary<string, KeptRecord>(StringComparer.Ordinal);
        foreach (var key in MemoryOperations.AlikeKeys(record))
        {
            foreach (var kept in await files.FollowAsync(record.TenantId, record.Agent, MemoryDocuments.AlikePrefix(key), MostOfKey, cancellationToken))
                if (IsSame(kept.Record, record, text) && CanMerge(kept.Record, record)) found[kept.Record.Id] = kept;
        }

        found.Remove(record.Id);
        return [.. found.Values.Where(static k => k.Record.State != MemoryState.Superseded).OrderBy(static k => Rank(k.Record.State)).ThenBy(static k => k.Record.CreatedAt).ThenBy(static k => k.Record.Id, StringComparer.Ordinal)];
    }

    /// <summary>A person refused it.</summary>
    public static bool IsDenied(MemoryRecord record) => record.State == MemoryState.Forgotten && record.Sources.Any(static s => s.Kind == MemorySourceKind.Denied);

    /// <summary>The records of the same subject and attribute.</summary>
    public async ValueTask<IReadOnlyList<KeptRecord>> RivalsAsync(MemoryRecord record, CancellationToken cancellationToken) => MemoryFacts.IsFact(record)
        ? await files.FollowAsync(record.TenantId, record.Agent, MemoryDocuments.AttributePrefix(record.SubjectKey!, record.Attribute!), MostOfAttribute, cancellationToken)
        : [];

    private static bool IsSame(MemoryRecord kept, MemoryRecord record, MemoryText text) =>
        kept.Kind == record.Kind && kept.SubjectKey == record.SubjectKey && !MemoryFacts.Disagree(kept, record) && (MemoryTrial.IsExperience(record) ? MemoryTrial.IsExperience(kept) : IsSameEvent(kept, record))
        && MemoryText.Of(kept.Text).IsSameAs(text);

    /// <summary>Whether it was said of the same occasion; what was learned is of none. An experience is told apart from everything else: outcomes decide on it.</summary>
    private static bool IsSameEvent(MemoryRecord kept, MemoryRecord record) =>
        !MemoryTrial.IsExperience(kept) && kept.IsNegative == record.IsNegative && (record.Kind == MemoryKind.Semantic || (kept.SessionId == record.SessionId && kept.Speaker == record.Speaker));

    private static bool CanMerge(MemoryRecord kept, MemoryRecord record) =>
        MemoryOperations.SubjectsOf(kept).ToHashSet(StringComparer.Ordinal).SetEquals(MemoryOperations.SubjectsOf(record))
        && (!MemoryTrial.IsExperience(record) || kept.Label.Integrity == record.Label.Integrity)
        && !(record.Kind == MemoryKind.Episodic && (IsUnproven(kept) != IsUnproven(record)) && (IsDirect(kept) || IsDirect(record)));

    private static bool IsUnproven(MemoryRecord record) => record.State == MemoryState.Quarantined;

    private static bool IsDirect(MemoryRecord record) => record is { State: MemoryState.Active, Sources: [{ Kind: MemorySourceKind.Written }, ..] };

    /// <summary>What was refused or did harm comes first: saying it again must not bring it back.</summary>
    private static int Rank(MemoryState state) => state switch
    {
        MemoryState.Demoted => 0,
        MemoryState.Active => 1,
        MemoryState.Quarantined => 2,
        _ => 3,
    };
}
