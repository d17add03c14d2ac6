using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Marks;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Memory.Store.Deciding;

/// <summary>What people decide about records, and their deletion.</summary>
public sealed class MemoryDecisions
{
    private const int Attempts = 8;

    private readonly MemoryFiles _files;
    private readonly MemoryPlanner _planner;
    private readonly MemoryAlike _alike;
    private readonly MemoryRemoval _removal;
    private readonly MemoryMarks _marks;
    private readonly TimeProvider _time;

    internal MemoryDecisions(MemoryFiles files, MemoryPlanner planner, MemoryAlike alike, MemoryRemoval removal, MemoryMarks marks, TimeProvider time) =>
        (_files, _planner, _alike, _removal, _marks, _time) = (files, planner, alike, removal, marks, time);

    /// <summary>A person vouches for a record in quarantine, or brings a forgotten or demoted one back. Done again it changes nothing.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="agent">Whose memory.</param>
    /// <param name="recordId">Which.</param>
    /// <param name="by">Who, <c>principals/ops</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<Outcome<MemoryRecord>> PromoteAsync(string tenantId, string agent, string recordId, string by, CancellationToken cancellationToken) =>
        DecideAsync(tenantId, agent, recordId, new MemorySource(MemorySourceKind.Approved, by, null, null, IsTrusted: true), MemoryState.Active, cancellationToken);

    /// <summary>A person refuses a record in quarantine: it is forgotten, and what says the same is refused. The very words are refused for good, in whatever kind, session or mouth, until a person vouches for them.</summary>
    public ValueTask<Outcome<MemoryRecord>> DenyAsync(string tenantId, string agent, string recordId, string by, CancellationToken cancellationToken) =>
        DecideAsync(tenantId, agent, recordId, new MemorySource(MemorySourceKind.Denied, by, null, null, IsTrusted: true), MemoryState.Forgotten, cancellationToken);

    /// <summary>Deletes a record, its versions and the links to it.</summary>
    public async ValueTask<Outcome<MemoryRecord>> DeleteAsync(string tenantId, string agent, string recordId, CancellationToken cancellationToken)
    {
        if (await _files.FindAsync(tenantId, agent, recordId, cancellationToken) is not { } kept) return MemoryErrors.NotFound(recordId);
        await _removal.RemoveAsync(tenantId, agent, recordId, erased: null, tally: null, cancellationToken);
        return kept.Record;
    }

    private async ValueTask<Outcome<MemoryRecord>> DecideAsync(string tenantId, string agent, string recordId, MemorySource decision, MemoryState state, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Attempts; i++)
        {
            if (await _files.FindAsync(tenantId, agent, recordId, cancellationToken) is not { } kept) return MemoryErrors.NotFound(recordId);
            var record = kept.Record;
            if (record.State == state && record.Sources.Any(s => s.Kind == decision.Kind)) return record;
            if (record.State != MemoryState.Quarantined && !(record.State is MemoryState.Forgotten or MemoryState.Demoted && state == MemoryState.Active)) return MemoryErrors.NotPending(MemoryRecordJson.NameOf(record.State));
            if (state == MemoryState.Active && record.Sources.Any(s => s.Principal == decision.Principal && s.Kind is not (MemorySourceKind.Approved or MemorySourceKind.Denied))) return MemoryErrors.OwnWord;
            var head = await _files.HeadAsync(tenantId, agent, cancellationToken);

            // The latest word of a person counts: an approval takes back a refusal.
            var decided = record with { Sources = [.. record.Sources.Where(static s => s.Kind is not (MemorySourceKind.Approved or MemorySourceKind.Denied)), decision], LastUsedAt = state == MemoryState.Active ? _time.GetUtcNow() : record.LastUsedAt };
            List<BatchOperation> operations = state == MemoryState.Active
                ? await _planner.PromoteAsync(kept, decided, await _alike.RivalsAsync(decided, cancellationToken), cancellationToken)
                : await _files.ChangeAsync(kept, decided with { State = state }, cancellationToken);
            operations.AddRange(state == MemoryState.Active ? await _marks.ClearAsync(decided, cancellationToken) : await _marks.DenyAsync(decided, decision.Principal, cancellationToken));
            if (await _files.TryCommitAsync(tenantId, agent, head, operations, cancellationToken)) return (await _files.FindAsync(tenantId, agent, recordId, cancellationToken))?.Record ?? decided;
        }

        return MemoryErrors.Busy;
    }
}
