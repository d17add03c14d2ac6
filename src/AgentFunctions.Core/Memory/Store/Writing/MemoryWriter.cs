using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Core.Subjects.Barrier;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>The one way into memory: drafts pass <see cref="MemoryGates"/>, one after the other, each decided on what the ones before it left. Each is stored whole or not at all.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached; what was answered before is stored, and the same again merges.</exception>
public sealed class MemoryWriter
{
    /// <summary>Drafts of one call.</summary>
    public const int MaxDrafts = 100;

    private const int Attempts = 16;
    private const int Stripes = 64;

    private readonly MemoryFiles _files;
    private readonly MemoryPlanner _planner;
    private readonly MemoryUses _uses;
    private readonly MemoryTallies _tallies;
    private readonly ErasureBarrier _barrier;

    // Writers of one process take turns for an agent: in the store only one of them would get through.
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Stripes).Select(static _ => new SemaphoreSlim(1))];

    internal MemoryWriter(MemoryFiles files, MemoryPlanner planner, MemoryUses uses, MemoryTallies tallies, ErasureBarrier barrier) => (_files, _planner, _uses, _tallies, _barrier) = (files, planner, uses, tallies, barrier);

    /// <summary>Writes drafts for an agent. The order of drafts of a session is that of its turns.</summary>
    /// <returns>One result a draft, in order.</returns>
    public async ValueTask<IReadOnlyList<MemoryWriteResult>> WriteAsync(string tenantId, string agent, IReadOnlyList<MemoryDraft> drafts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(drafts);
        var results = new List<MemoryWriteResult>(drafts.Count);
        var now = await _barrier.NowAsync(tenantId, cancellationToken);

        // Before the turn: what this takes keeps nobody else waiting.
        var gates = new MemoryGates(_uses, tenantId, agent, new RecallWork(RecallWork.MostOfRequest, cancellationToken));
        var gated = new List<GatedDraft>(drafts.Count);
        for (var i = 0; i < drafts.Count; i++) gated.Add(await gates.PassAsync(i, drafts[i] with { Since = drafts[i].Since ?? now }, cancellationToken));
        var turn = _turns[(uint)HashCode.Combine(tenantId, agent) % Stripes];
        await turn.WaitAsync(cancellationToken);
        try
        {
            for (var i = 0; i < drafts.Count; i++) results.Add(gated[i].Refusal ?? await WriteAsync(tenantId, agent, i, gated[i], cancellationToken));
        }
        finally
        {
            turn.Release();
        }

        return results;
    }

    private async ValueTask<MemoryWriteResult> WriteAsync(string tenantId, string agent, int index, GatedDraft gated, CancellationToken cancellationToken)
    {
        var draft = gated.Draft;
        for (var i = 0; i < Attempts; i++)
        {
            var head = await _files.HeadAsync(tenantId, agent, cancellationToken);

            // After the head, which an erasure changes after it was announced and before it looks: what is held back here is not committed, what is committed in time is found.
            if (!await _barrier.HoldsAsync(tenantId, MemoryAgents.IdOf(agent), MemoryAgents.TeamOf(agent), SubjectsOf(draft), draft.Since!.Value, cancellationToken)) return new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Erased);
            var plan = await _planner.PlanAsync(tenantId, agent, index, gated, cancellationToken);
            if (plan.Operations.Count == 0) return plan.Result;
            var tally = plan.IsNew ? await _tallies.CountAsync(tenantId, agent, index, gated, cancellationToken) : new MemoryTally(null, []);
            if (tally.Refusal is { } full) return full;
            if (await _files.TryCommitAsync(tenantId, agent, head, plan.Operations.Concat(tally.Operations), cancellationToken)) return plan.Result;
        }

        return new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Busy);
    }

    private static IEnumerable<string> SubjectsOf(MemoryDraft draft) =>
        new[] { draft.Subject, draft.Speaker }.OfType<string>().Select(SubjectNames.Fold).Where(static s => s.Length > 0).Distinct(StringComparer.Ordinal);
}
