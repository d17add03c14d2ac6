using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.Core.Ledger;

/// <summary>A hold on every limit of a call's path. Belongs to one call; not thread-safe.</summary>
public sealed class Reservation
{
    internal Reservation(UsageSubject subject, LedgerAmounts bound, DateTimeOffset expiresAt)
    {
        Subject = subject;
        Bound = bound;
        ExpiresAt = expiresAt;
        HoldId = LedgerDocuments.HoldId(expiresAt, subject.CallId);
    }

    public UsageSubject Subject { get; }

    /// <summary>What is held for the call as a whole.</summary>
    public LedgerAmounts Bound { get; internal set; }

    /// <summary>From here on the sweeper settles it at its bound.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Every limit of the path as it stood right after the latest reservation, that one included. For headers.</summary>
    public IReadOnlyList<LimitState> Limits { get; internal set; } = [];

    /// <summary>Limits in shadow mode that would have refused the call.</summary>
    public IReadOnlyList<LimitState> ShadowRefusals { get; internal set; } = [];

    internal string HoldId { get; }

    /// <summary>The shard of the process whose blocks it is held of; null where it is held of the counters themselves.</summary>
    internal string? Shard { get; init; }

    /// <summary>Where the hold lies.</summary>
    internal DocumentPartition Partition => Shard is null ? LedgerDocuments.Partition(Subject.TenantId) : LedgerDocuments.Partition(Subject.TenantId, Shard);

    /// <summary>What is held, by counter.</summary>
    internal List<HeldLine> Lines { get; } = [];

    /// <summary>The counters of the call itself, with their limits; those of providers are not among them.</summary>
    internal IReadOnlyList<PathLine> Path { get; set; } = [];

    /// <summary>The provider whose own limits were reserved last, and its counters with them.</summary>
    internal (string Provider, IReadOnlyList<PathLine> Lines) ProviderPath { get; set; } = ("", []);

    /// <summary>The attempt an estimate would be of.</summary>
    internal int Attempt { get; set; } = 1;

    internal string? Provider { get; set; }

    /// <summary>A write to the hold had no answer: what it holds has to be looked up.</summary>
    internal bool IsUncertain { get; set; }

    /// <summary>How far attempts that were charged while the call went on were beyond the bound.</summary>
    internal LedgerAmounts Beyond { get; set; }

    internal ReservationMark Mark() => new([.. Lines], Attempt, Provider, Bound);

    internal void Restore(ReservationMark mark)
    {
        Lines.Clear();
        Lines.AddRange(mark.Lines);
        (Attempt, Provider, Bound) = (mark.Attempt, mark.Provider, mark.Bound);
    }

    /// <summary>The counters, with their limits, of which more is held when the call grows: those of its path and of the provider that serves it, as far as anything is held of them.</summary>
    internal IEnumerable<PathLine> Growing(string provider) =>
        (ProviderPath.Provider == provider ? Path.Concat(ProviderPath.Lines) : Path).Where(line => Lines.Exists(held => held.CounterId == line.CounterId));

    internal long HeldOf(string counterId) => Lines.Find(held => held.CounterId == counterId)?.Held ?? 0;

    internal void Grow(string counterId, long more)
    {
        var index = Lines.FindIndex(held => held.CounterId == counterId);
        Lines[index] = Lines[index] with { Held = Lines[index].Held + more };
    }

    /// <summary>Draws from another block of a counter from now on. false: something is held of the one before.</summary>
    /// <param name="line">The counter, with its new block.</param>
    /// <param name="pending">What the next write is about to hold of it.</param>
    internal bool TryMove(PathLine line, long pending)
    {
        var index = Lines.FindIndex(held => held.CounterId == line.CounterId);
        if (index < 0 || (Lines[index].Held != 0 && Lines[index].Held != pending)) return false;
        Lines[index] = Lines[index] with { Block = line.Block };
        return true;
    }

    /// <summary>Leaves a counter out that this write would have taken something of.</summary>
    internal void Release(PathLine line)
    {
        var index = Lines.FindIndex(held => held.CounterId == line.CounterId);
        if (Lines[index].Held == line.Held) Lines.RemoveAt(index);
        else Lines[index] = Lines[index] with { Held = Lines[index].Held - line.Held };
    }

    /// <summary>Tells where the limits stand after a write, and which in shadow mode would have refused it.</summary>
    internal void Tell(IReadOnlyList<PathLine> lines, Func<int, CounterValues> stands)
    {
        var states = new List<LimitState>(Limits);
        List<LimitState>? shadows = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var values = stands(i);
            if (line.Enforced is { } enforced)
            {
                states.RemoveAll(state => state.Limit.Scope == enforced.Scope && state.Limit.Unit == enforced.Unit && state.WindowId == line.WindowId);
                states.Add(line.State(enforced, values));
            }

            if (line.Shadow is { } shadow && values.Settled + values.Held > shadow.Amount && !ShadowRefusals.Any(state => state.Limit == shadow)) (shadows ??= []).Add(line.State(shadow, values));
        }

        Limits = states;
        if (shadows is not null) ShadowRefusals = [.. ShadowRefusals, .. shadows];
    }

    internal StoredHold ToStored(string owner) => new() { Subject = Subject, Owner = owner, Bound = Bound, Lines = Lines, Attempt = Attempt, Provider = Provider };
}
