using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>
/// Settlements that the store did not take, kept in memory until it does. The hold stays meanwhile, so nothing is overspent; should the process die first, the sweeper charges the bound.
/// </summary>
public sealed class PendingSettlements
{
    /// <summary>More than this many are left to the sweeper.</summary>
    private const int Capacity = 100_000;

    private readonly ConcurrentQueue<PendingSettlement> _waiting = new();

    public int Count => _waiting.Count;

    /// <param name="reservation">The hold.</param>
    /// <param name="attempts">What to charge.</param>
    /// <param name="then">What follows once it is charged; where it throws because the store is away again, all is tried again.</param>
    public void Enqueue(Reservation reservation, IReadOnlyList<AttemptUsage> attempts, Func<ValueTask>? then = null)
    {
        if (_waiting.Count < Capacity) _waiting.Enqueue(new PendingSettlement(reservation, attempts, then));
    }

    internal void Enqueue(PendingSettlement settlement) => _waiting.Enqueue(settlement);

    internal bool TryTake([NotNullWhen(true)] out PendingSettlement? settlement) => _waiting.TryDequeue(out settlement);
}
