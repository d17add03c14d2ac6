using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Runs.Known;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Limits;

/// <summary>
/// The limits that runs brought along when they were started: enforced by the ledger like declared ones, without a resource for each run. A run within another counts on the budgets of both. They never change, so what is
/// known of a run serves without a look at the store.
/// </summary>
public sealed class RunBudgets
{
    private readonly RunStore _store;
    private readonly KnownRuns _known;
    private readonly TimeProvider _time;

    internal RunBudgets(RunStore store, KnownRuns known, TimeProvider time) => (_store, _known, _time) = (store, known, time);

    /// <summary>The budgets that a call of the run counts on, to be reserved with the declared limits of its path.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="runId">null: the call belongs to no run.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DocumentStoreUnavailableException">It cannot be said; refuse the call.</exception>
    public ValueTask<IReadOnlyList<Limit>> FindAsync(string tenantId, string? runId, CancellationToken cancellationToken)
    {
        if (runId is null) return new([]);
        var key = new RunKey(tenantId, runId);
        return _known.Find(key) is { } known ? new(ToLimits(known.Budgets)) : ReadAsync(key, cancellationToken);
    }

    private async ValueTask<IReadOnlyList<Limit>> ReadAsync(RunKey key, CancellationToken cancellationToken)
    {
        var asked = _time.GetTimestamp();
        if (await _store.FindAsync(key.TenantId, key.RunId, cancellationToken) is not { } run) return [];
        _known.Keep(key, run, asked);
        return ToLimits(run.Budgets ?? []);
    }

    private static IReadOnlyList<Limit> ToLimits(IReadOnlyList<StoredBudget> budgets) => budgets.Count == 0
        ? []
        : [.. budgets.Select(static b => new Limit("runs/" + b.Run, new LimitScope(LimitScopeKind.Run, b.Run), LimitUnit.Usd, LimitWindow.Run, b.Amount, LimitMode.Enforce, b.Run))];
}
