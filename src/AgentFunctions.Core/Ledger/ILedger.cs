using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>
/// Every limit there is: budgets, quotas, rate and concurrency. Reserve before acting, settle after. At every instant and in every scope <c>settled + held</c> is at most <c>amount + overrun</c>.
/// No process keeps a balance: every answer comes from the store. A store out of reach throws <see cref="Documents.DocumentStoreUnavailableException"/>: refuse the call.
/// </summary>
public interface ILedger
{
    /// <summary>Holds the bound on every limit of the path, all or nothing. Where it throws the call does not happen and its id is spent: a hold that may have been taken is given back by itself.</summary>
    ValueTask<ReserveResult> ReserveAsync(ReserveRequest request, CancellationToken cancellationToken);

    /// <summary>Holds more for a reservation on limits that only now are known to be on the path (those of the provider about to be tried): the refusal, or null when it is held.</summary>
    ValueTask<LimitRefusal?> ExtendAsync(Reservation reservation, string provider, IReadOnlyList<Limit> limits, LedgerAmounts bound, CancellationToken cancellationToken);

    /// <summary>Charges attempts that produced something while another one follows: the hold stays whole for that one. The refusal where there is no room for both: then nothing more may be tried, and the attempts still have to be settled.</summary>
    ValueTask<LimitRefusal?> RenewAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, CancellationToken cancellationToken);

    /// <summary>Holds more money and tokens for a call that runs, on every limit of its path and on those of the provider that serves it, all or nothing: the refusal, or null when it is held. Refused, or where it throws, the call has no more than it had.</summary>
    ValueTask<LimitRefusal?> GrowAsync(Reservation reservation, string provider, LedgerAmounts more, CancellationToken cancellationToken);

    /// <summary>Charges what the attempts not charged yet came to and returns the rest. Idempotent. The usage events are written in the same transaction.</summary>
    ValueTask<SettleResult> SettleAsync(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, CancellationToken cancellationToken);

    /// <summary>Where a limit stands now. Nothing counted yet gives zeros.</summary>
    ValueTask<LimitState> ReadAsync(string tenantId, Limit limit, CancellationToken cancellationToken);

    /// <summary>Settles what expired in a tenant at its bound, marked as estimated; returns how many.</summary>
    ValueTask<int> SweepAsync(string tenantId, CancellationToken cancellationToken);
}
