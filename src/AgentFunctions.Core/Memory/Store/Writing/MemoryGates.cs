using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Usage;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>
/// What every draft of a request passes, in this order: bounds; secrets; text that memory gave out before; then what is there already (<see cref="MemoryPlanner"/>): a duplicate is merged, a learned record waits in quarantine,
/// a verified one takes the place of what it contradicts. Nothing here rests on what others write meanwhile.
/// </summary>
internal sealed class MemoryGates(MemoryUses uses, string tenantId, string agent, RecallWork work)
{
    private readonly GivenIndex _index = new(work);
    private readonly Dictionary<MemoryUseScope, GivenRecords> _given = [];

    public async ValueTask<GatedDraft> PassAsync(int index, MemoryDraft draft, CancellationToken cancellationToken)
    {
        if (Refuse(index, draft) is { } early) return new GatedDraft(draft, early);
        var gated = new GatedDraft(draft, null);
        foreach (var scope in MemoryScopes.Of(draft))
        {
            var given = await GivenAsync(scope, cancellationToken);
            if (scope.IsCaller && given.KnowsExperience(draft)) continue;
            var verdict = given.Judge(draft);
            if (verdict.IsRecalled) return gated with { Refusal = Recalled(index, work.IsSpent ? MemoryRefusals.TooMuchToCompare : null) };
            gated = gated with { IsOfAnother = gated.IsOfAnother || verdict.IsOfAnother, Resembles = gated.Resembles || verdict.Resembles };
        }

        return gated;
    }

    private async ValueTask<GivenRecords> GivenAsync(MemoryUseScope scope, CancellationToken cancellationToken)
    {
        if (_given.TryGetValue(scope, out var known)) return known;
        var ids = await uses.GivenAsync(tenantId, agent, scope, cancellationToken);
        if (!work.IsSpent && _index.Missing(ids) is { Count: > 0 } missing) _index.Add(await uses.ReadAsync(tenantId, agent, missing, cancellationToken));
        return _given[scope] = _index.Of(ids, scope.IsCaller);
    }

    private static MemoryWriteResult? Refuse(int index, MemoryDraft draft)
    {
        if (MemoryBounds.Find(draft) is { } field) return new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Invalid) { Field = field };
        if (SecretText.IsIn(draft.Text) || (draft.Value is { } value && SecretText.IsIn(value))) return new MemoryWriteResult(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Secret);
        return draft.IsRecalled ? Recalled(index, null) : null;
    }

    private static MemoryWriteResult Recalled(int index, string? message) => new(index, null, MemoryWriteStatus.Refused, MemoryRefusals.Recalled) { Message = message };
}
