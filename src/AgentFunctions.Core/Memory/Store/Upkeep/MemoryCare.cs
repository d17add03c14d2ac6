using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Deciding;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Store.Upkeep;

/// <summary>Looks after one record: promotes what is verified, ends quarantines, forgets what is of no use, deletes what was forgotten. Each step is one batch, so broken off it leaves nothing half done.</summary>
internal sealed class MemoryCare(MemoryFiles files, MemoryPlanner planner, MemoryAlike alike, MemoryRemoval removal, IOptions<MemoryOptions> options, TimeProvider time)
{
    public async ValueTask RunAsync(MemoryRecord seen, CancellationToken cancellationToken)
    {
        var (tenantId, agent) = (seen.TenantId, seen.Agent);
        switch (Decide(seen))
        {
            case MemoryStep.Promote:
                var head = await files.HeadAsync(tenantId, agent, cancellationToken);
                if (await files.FindAsync(tenantId, agent, seen.Id, cancellationToken) is { } kept && Decide(kept.Record) == MemoryStep.Promote)
                    await files.TryCommitAsync(tenantId, agent, head, await planner.PromoteAsync(kept, kept.Record, await alike.RivalsAsync(kept.Record, cancellationToken), cancellationToken), cancellationToken);
                break;
            case MemoryStep.Forget:
                if (await files.FindAsync(tenantId, agent, seen.Id, cancellationToken) is { } idle && Decide(idle.Record) == MemoryStep.Forget)
                    await files.TryCommitAsync(tenantId, agent, await files.ChangeAsync(idle, idle.Record with { State = MemoryState.Forgotten, LastUsedAt = time.GetUtcNow() }, cancellationToken), cancellationToken);
                break;
            case MemoryStep.Remove:
                if (await files.FindAsync(tenantId, agent, seen.Id, cancellationToken) is { } dead && Decide(dead.Record) == MemoryStep.Remove)
                    await removal.RemoveAsync(tenantId, agent, seen.Id, erased: null, tally: null, cancellationToken);
                break;
        }
    }

    /// <summary>Two records that say the same become one: the older keeps its id and gains the sources of the other, which is history from then on.</summary>
    public async ValueTask MergeAsync(MemoryRecord seen, CancellationToken cancellationToken)
    {
        var (tenantId, agent) = (seen.TenantId, seen.Agent);
        var head = await files.HeadAsync(tenantId, agent, cancellationToken);
        if (await files.FindAsync(tenantId, agent, seen.Id, cancellationToken) is not { } one || !IsLive(one.Record)) return;
        var pairs = (await alike.FindAlikeAsync(one.Record, cancellationToken)).Where(static o => IsLive(o.Record)).Select(other => Comes(one.Record, other.Record) ? (First: one, Second: other) : (First: other, Second: one));
        if (pairs.Where(static p => MemoryStanding.MayTakeIn(p.First.Record, p.Second.Record)).Select(static p => ((KeptRecord First, KeptRecord Second)?)p).FirstOrDefault() is not var (first, second)) return;
        var merged = MemoryMerge.Add(first.Record, second.Record);
        merged = MemoryFacts.AddLink(merged, new MemoryLink(MemoryLinkKind.Supersedes, second.Record.Id, second.Record.Version)) with
        {
            Usefulness = first.Record.Usefulness.Plus(second.Record.Usefulness),
            Uses = first.Record.Uses + second.Record.Uses,
        };
        if (merged.State != MemoryState.Quarantined) merged = MemoryTrial.Sign(merged);
        List<BatchOperation> operations = merged.State == MemoryState.Quarantined && MemoryMerge.IsVerified(merged)
            ? await planner.PromoteAsync(first, MemoryMerge.Confirm(merged, first.Record, second.Record), [.. (await alike.RivalsAsync(merged, cancellationToken)).Where(r => r.Record.Id != second.Record.Id)], cancellationToken)
            : await files.ChangeAsync(first, merged, cancellationToken);
        operations.AddRange(await files.ChangeAsync(second, second.Record with { State = MemoryState.Superseded, Usefulness = default }, cancellationToken));
        await files.TryCommitAsync(tenantId, agent, head, operations, cancellationToken);
    }

    private MemoryStep Decide(MemoryRecord record)
    {
        var (rules, now) = (options.Value, time.GetUtcNow());
        if (rules.MaximumAge is { } oldest && now - record.CreatedAt > oldest) return MemoryStep.Remove;
        return record.State switch
        {
            MemoryState.Quarantined when MemoryMerge.IsVerified(record) => MemoryStep.Promote,
            MemoryState.Quarantined when now - record.CreatedAt > rules.QuarantineLifetime => MemoryStep.Remove,
            MemoryState.Superseded or MemoryState.Forgotten when now - MemoryUtility.Touched(record) > rules.GracePeriod && now - (record.ValidTo ?? record.CreatedAt) > rules.GracePeriod => MemoryStep.Remove,
            MemoryState.Active or MemoryState.Demoted when now - record.CreatedAt >= rules.MinimumAge && MemoryUtility.Of(record, now, rules.HalfLife) < rules.ForgetBelow => MemoryStep.Forget,
            _ => MemoryStep.Keep,
        };
    }

    private static bool IsLive(MemoryRecord record) => record.State is MemoryState.Active or MemoryState.Quarantined or MemoryState.Demoted;

    /// <summary>A demoted one stands for both: what did harm is not brought back by its twin.</summary>
    private static bool Comes(MemoryRecord a, MemoryRecord b)
    {
        if ((a.State == MemoryState.Demoted) != (b.State == MemoryState.Demoted)) return a.State == MemoryState.Demoted;
        if ((a.State == MemoryState.Active) != (b.State == MemoryState.Active)) return a.State == MemoryState.Active;
        return a.CreatedAt != b.CreatedAt ? a.CreatedAt < b.CreatedAt : string.CompareOrdinal(a.Id, b.Id) < 0;
    }
}
