namespace AgentFunctions.Core.Ledger;

/// <summary>Either a reservation, or the limit that refused.</summary>
public sealed record ReserveResult
{
    private ReserveResult()
    {
    }

    public Reservation? Reservation { get; private init; }

    public LimitRefusal? Refusal { get; private init; }

    public static ReserveResult Granted(Reservation reservation) => new() { Reservation = reservation };

    public static ReserveResult Refused(LimitRefusal refusal) => new() { Refusal = refusal };
}
