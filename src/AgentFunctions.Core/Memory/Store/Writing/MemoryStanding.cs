using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>
/// Whose words stand for whose. A merge keeps the first wording, so nobody may be made to vouch for what they never said: in other words, only what is given out already and is worth at least as much takes another in; what
/// waits in quarantine is confirmed by the same words and the same statement alone.
/// </summary>
internal static class MemoryStanding
{
    /// <summary>Whether the wording of a record may stand for that of another which resembles it.</summary>
    public static bool MayTakeIn(MemoryRecord kept, MemoryRecord coming)
    {
        if (coming.State == MemoryState.Active && kept.Label.Integrity < coming.Label.Integrity) return false;
        var isSameStatement = Folded(kept.Attribute) == Folded(coming.Attribute) && Folded(kept.Value) == Folded(coming.Value);
        if (!isSameStatement && (coming.Attribute is not null || kept.State == MemoryState.Quarantined)) return false;
        if (HasWordsOf(kept, coming)) return true;
        return kept.State is MemoryState.Active or MemoryState.Demoted && Of(kept) >= Of(coming);
    }

    public static bool HasWordsOf(MemoryRecord one, MemoryRecord other) => MemoryText.Of(one.Text).HasWordsOf(MemoryText.Of(other.Text));

    /// <summary>What the words of a record are worth: nothing from outside, then the agent's own, then those of others.</summary>
    private static int Of(MemoryRecord record)
    {
        if (record.Label.Integrity != Integrity.Trusted) return 0;
        return record.Sources.Where(static s => s.IsTrusted && s.Kind != MemorySourceKind.Denied).Select(s => s.Principal == Storage.MemoryAgents.PrincipalOf(record.Agent) ? 1 : 2).DefaultIfEmpty(0).Max();
    }

    private static string? Folded(string? text) => text is null ? null : SubjectNames.Fold(text);
}
