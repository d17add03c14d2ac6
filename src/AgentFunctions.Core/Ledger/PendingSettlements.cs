using System.Collections.Concurrent;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>
/// Settlements that the store did not take, kept in memory until it does. The hold stays meanwhile, so nothing is overspent; should the process die first, the sweeper charges the bound.
/// </summary>
public sealed class PendingSettlements
{
    /// <summary>More than this many are left to the sweeper.</summary>
    private const int Capacity = 100_000;

    private readonly ConcurrentQueue<(Reservation Reservation, IReadOnlyList<AttemptUsage> Attempts)> _waiting = new();

    public int Count => _waiting.Count;

    public void Enqueue(Reservation reservation, IReadOnlyList<AttemptUsage> attempts)
    {
        if (_waiting.Count < Capacity) _waiting.Enqueue((reservation, attempts));
    }

    internal bool TryTake(out (Reservation Reservation, IReadOnlyList<AttemptUsage> Attempts) settlement) => _waiting.TryDequeue(out settlement);
}
