using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger.Blocks;
using AgentFunctions.Core.Quotas;

namespace AgentFunctions.Core.Ledger;

/// <summary>One counter on the path of a call, with the limits that look at it.</summary>
internal sealed class PathLine
{
    private static readonly string[] Counted = ["settled", "held"];

    private PathLine(string counterId, string windowId, Limit limit, long held, DateTimeOffset? resetsAt)
    {
        CounterId = counterId;
        WindowId = windowId;
        Any = limit;
        Held = held;
        ResetsAt = resetsAt;
    }

    public string CounterId { get; }

    public string WindowId { get; }

    /// <summary>What the call takes of it.</summary>
    public long Held { get; private set; }

    public DateTimeOffset? ResetsAt { get; }

    /// <summary>The one that refuses; null where the counter is only watched.</summary>
    public Limit? Enforced { get; private set; }

    /// <summary>The one that only tells.</summary>
    public Limit? Shadow { get; private set; }

    /// <summary>Either.</summary>
    public Limit Any { get; }

    public LimitUnit Unit => Any.Unit;

    /// <summary>The counters of a path: two limits on the same thing share one.</summary>
    public static List<PathLine> Of(IReadOnlyList<Limit> limits, DateTimeOffset at, LedgerAmounts bound)
    {
        var lines = new List<PathLine>(limits.Count);
        for (var i = 0; i < limits.Count; i++)
        {
            var limit = limits[i];
            var windowId = LimitWindows.WindowId(limit.Window, at, limit.RunId);
            var counterId = LedgerDocuments.CounterId(limit.Scope, limit.Unit, windowId);
            if (Find(lines, counterId) is not { } line)
            {
                line = new PathLine(counterId, windowId, limit, bound.HeldOf(limit.Unit), LimitWindows.EndsAt(limit.Window, at));
                lines.Add(line);
            }

            line.Add(limit);
        }

        return lines;
    }

    /// <summary>Leaves what another attempt needs beyond what the call holds already: one place is enough, money and tokens are needed up to the bound once more, and another request with its bytes comes on top.</summary>
    public void Reuse(long held) => Held = Unit switch
    {
        LimitUnit.Concurrent => 0,
        LimitUnit.Usd or LimitUnit.Tokens => Math.Max(0, Held - held),
        _ => Held,
    };

    /// <summary>The block of this process that the call draws from; null where it takes of the counter itself.</summary>
    public string? Block { get; set; }

    /// <summary>The document that the call takes of.</summary>
    public string TargetId => Block ?? CounterId;

    /// <summary>Takes the hold, if there is room for it.</summary>
    public BatchOperation ToReserve() => ToGrow(Held);

    /// <summary>Holds more of it, if there is room for it.</summary>
    public BatchOperation ToGrow(long more) => Block is { } block ? BlockPatches.Hold(block, more) : new BatchOperation.Patch(CounterId, [new PatchOperation.Increment("held", more)], Room(more));

    /// <summary>Charges it, if there is room for that beside what is held.</summary>
    public BatchOperation ToSettle(long more) => Block is { } block ? BlockPatches.Settle(block, more) : new BatchOperation.Patch(CounterId, [new PatchOperation.Increment("settled", more)], Room(more));

    /// <summary>Takes a block of the counter, if the limit has room for it.</summary>
    public BatchOperation ToTake(long more) => CounterPatches.Take(CounterId, more, Room(more));

    /// <summary>The condition that the limit has room for <paramref name="more"/>.</summary>
    private DocumentFilter.SumAtMost? Room(long more) => Enforced is { } limit ? new DocumentFilter.SumAtMost(Counted, more, limit.Amount) : null;

    public DocumentWrite ToNewCounter(DateTimeOffset now)
    {
        var counter = new StoredCounter { Scope = Any.Scope.ToString(), Unit = LedgerDocuments.UnitName(Unit), Window = WindowId };
        TimeSpan? life = LedgerDocuments.LifeAfter(Any.Window) is { } after && ResetsAt is { } end ? TimeSpan.FromSeconds(Math.Ceiling(Math.Max(1, (end + after - now).TotalSeconds))) : null;
        return new DocumentWrite(CounterId, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(counter, LedgerJson.Default.StoredCounter), life);
    }

    public LimitState State(Limit limit, CounterValues values) => new(limit, WindowId, values.Settled, values.Held, values.Overrun, ResetsAt);

    public HeldLine ToHeld(string? provider) => new(CounterId, Unit, Held, provider, Block);

    private static PathLine? Find(List<PathLine> lines, string counterId)
    {
        foreach (var line in lines)
        {
            if (line.CounterId == counterId) return line;
        }

        return null;
    }

    private void Add(Limit limit)
    {
        // Contradicting limits are refused where they are declared; should two meet all the same, the smaller holds.
        if (limit.Mode == LimitMode.Shadow) Shadow = Shadow is null || limit.Amount < Shadow.Amount ? limit : Shadow;
        else Enforced = Enforced is null || limit.Amount < Enforced.Amount ? limit : Enforced;
    }
}
