using System.Text.Json;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Restore;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>What a change takes away: written with it, so that restoring an older backup does not give it back.</summary>
internal static class ChangeRestrictions
{
    /// <summary>The record of a change, or null for one that takes nothing away.</summary>
    /// <param name="tenantId">Where.</param>
    /// <param name="change">What is about to be written.</param>
    /// <param name="at">When.</param>
    public static RestrictionRecord? Of(string tenantId, ResourceChange change, DateTimeOffset at)
    {
        var next = change.Next;
        return change.Operation switch
        {
            ChangeOperations.Revoked => Record(RestrictionRecord.KeyRevoked),
            ChangeOperations.Deleted when next.Kind == ResourceKinds.KeyKind.Name => Record(RestrictionRecord.KeyDeleted),
            ChangeOperations.Rotated => Record(RestrictionRecord.KeyRotated) with { Retired = Retired(change.SecretsBefore, next.Secrets, at) },

            // Lifting a state takes nothing away, but without it an earlier one would come back.
            ChangeOperations.StateSet => Record(RestrictionRecord.StateSet) with
            {
                State = next.State is { } state ? JsonSerializer.SerializeToElement(state, ResourceJson.Default.ResourceState) : null,
            },
            _ => null,
        };

        RestrictionRecord Record(string what) => RestrictionRecord.For(what, tenantId, next.Kind, next.Id, next.Seq, at);
    }

    /// <summary>Every secret the key had, with the end of its life.</summary>
    private static List<RetiredHash> Retired(KeySecrets? before, KeySecrets? after, DateTimeOffset at)
    {
        var ends = (after?.Retiring ?? []).ToDictionary(r => r.Hash, r => r.Until, StringComparer.Ordinal);
        return [.. (before?.Retiring.Select(r => r.Hash) ?? []).Append(before?.Current).OfType<string>().Select(hash => new RetiredHash(hash, ends.GetValueOrDefault(hash, at)))];
    }
}
