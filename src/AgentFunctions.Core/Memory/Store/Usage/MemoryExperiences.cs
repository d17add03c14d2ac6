using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Writing;

namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>
/// What runs learned waits for how they ended. A verified end says whether an experience is a recommendation or a warning, and, where everything behind it was trusted, that it is given out. What rests on untrusted content
/// takes its sign and stays in quarantine: a run that went well proves nothing about what a page told it.
/// </summary>
internal sealed class MemoryExperiences(MemoryFiles files, MemoryPlanner planner, MemoryAlike alike)
{
    private const int Attempts = 8;
    private const int MostOfRun = 200;

    public async ValueTask JudgeAsync(string tenantId, string agent, MemoryOutcome outcome, CancellationToken cancellationToken)
    {
        foreach (var learned in await files.FollowAsync(tenantId, agent, MemoryDocuments.LearnedIn(outcome.RunId), MostOfRun, cancellationToken))
        {
            var tries = 1;
            while (!await TryJudgeAsync(tenantId, agent, learned.Record.Id, outcome, cancellationToken))
                if (++tries > Attempts) throw new DocumentStoreUnavailableException("A record is changed by others again and again.");
        }
    }

    private async ValueTask<bool> TryJudgeAsync(string tenantId, string agent, string recordId, MemoryOutcome outcome, CancellationToken cancellationToken)
    {
        var head = await files.HeadAsync(tenantId, agent, cancellationToken);
        if (await files.FindAsync(tenantId, agent, recordId, cancellationToken) is not { Record.State: MemoryState.Quarantined } kept) return true;
        var judged = kept.Record with { IsNegative = !outcome.IsSuccess };
        var isTrusted = judged.Label.Integrity == Labels.Integrity.Trusted && judged.Sources.All(static s => s.IsTrusted);
        if (!isTrusted)
            return judged.IsNegative == kept.Record.IsNegative || await files.TryCommitAsync(tenantId, agent, head, await files.ChangeAsync(kept, judged, cancellationToken), cancellationToken);
        var rivals = await alike.RivalsAsync(judged, cancellationToken);
        if (await alike.FindSameAsync(judged, rivals, cancellationToken) is { Record.State: MemoryState.Active or MemoryState.Demoted } same)
            return await files.TryCommitAsync(tenantId, agent, head, await MergeAsync(kept, judged, same, cancellationToken), cancellationToken);
        return await files.TryCommitAsync(tenantId, agent, head, await planner.PromoteAsync(kept, judged, rivals, cancellationToken), cancellationToken);
    }

    /// <summary>Another run learned the same before: one record for both; the other is history, so that what was taken from it still leads to it.</summary>
    private async ValueTask<List<BatchOperation>> MergeAsync(KeptRecord kept, MemoryRecord judged, KeptRecord same, CancellationToken cancellationToken)
    {
        var merged = MemoryFacts.AddLink(MemoryMerge.Add(same.Record, judged.Sources, judged.Label, judged.Tags), new MemoryLink(MemoryLinkKind.Supersedes, kept.Record.Id, kept.Record.Version));
        List<BatchOperation> operations = await files.ChangeAsync(kept, judged with { State = MemoryState.Superseded }, cancellationToken);
        if (!ReferenceEquals(merged, same.Record)) operations.AddRange(await files.ChangeAsync(same, merged, cancellationToken));
        return operations;
    }
}
