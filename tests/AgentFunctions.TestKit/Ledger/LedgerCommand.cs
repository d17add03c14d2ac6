namespace AgentFunctions.TestKit.Ledger;

/// <summary>One step of an interleaving. The seed decides everything else, given what there is by then, so that any part of a list of commands is a list of commands.</summary>
internal readonly record struct LedgerCommand(LedgerCommandKind Kind, int Seed)
{
    private static readonly (LedgerCommandKind Kind, int Weight)[] Weights =
    [
        (LedgerCommandKind.Reserve, 30),
        (LedgerCommandKind.Extend, 16),
        (LedgerCommandKind.Renew, 8),
        (LedgerCommandKind.Grow, 12),
        (LedgerCommandKind.Settle, 22),
        (LedgerCommandKind.Replay, 4),
        (LedgerCommandKind.Advance, 10),
        (LedgerCommandKind.Sweep, 6),
        (LedgerCommandKind.Crash, 2),
        (LedgerCommandKind.Leave, 1),
        (LedgerCommandKind.EditLimit, 5),
        (LedgerCommandKind.Drain, 4),
        (LedgerCommandKind.Lose, 6),
    ];

    /// <summary>Where blocks are drawn from, these come to it.</summary>
    private static readonly (LedgerCommandKind Kind, int Weight)[] WithBlocks = [.. Weights, (LedgerCommandKind.Keep, 6)];

    public static LedgerCommand Next(Random random, bool hasBlocks)
    {
        var weights = hasBlocks ? WithBlocks : Weights;
        var left = random.Next(weights.Sum(static w => w.Weight));
        var i = 0;
        while (left >= weights[i].Weight) left -= weights[i++].Weight;
        return new LedgerCommand(weights[i].Kind, random.Next());
    }

    public override string ToString() => $"{Kind}({Seed})";
}
