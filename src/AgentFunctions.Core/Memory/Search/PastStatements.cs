using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>Statements that others took the place of, as they were while they held.</summary>
internal static class PastStatements
{
    /// <summary>
    /// Whether a superseded statement held then. One that was merged into its twin is none unless somebody had verified it, and what was refused, or what runs went wrong with, is not brought back by asking for the past.
    /// </summary>
    public static bool Held(MemoryRecord record, DateTimeOffset at) =>
        record.State == MemoryState.Superseded && MemoryFacts.IsFact(record) && record.ValidTo > at && !(From(record) > at)
        && MemoryMerge.IsVerified(record) && !MemoryAlike.IsDenied(record) && MemoryTrial.Begin(record.Usefulness) == MemoryState.Active;

    /// <summary>From when a record holds, for somebody who asks about a time: one that took another's place holds from when it did; null: always has.</summary>
    public static DateTimeOffset? From(MemoryRecord record) =>
        record.ValidFrom ?? (MemoryFacts.IsFact(record) && record.Links.Any(static link => link.Kind == MemoryLinkKind.Supersedes) ? MemoryFacts.Since(record) : null);
}
