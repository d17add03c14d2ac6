namespace AgentFunctions.TestKit.Ledger;

internal enum LedgerCommandKind
{
    Reserve,
    Extend,
    Renew,
    Grow,
    Settle,
    Replay,
    Advance,
    Sweep,
    Crash,
    Leave,
    EditLimit,
    Drain,
    Lose,
    Keep,
}
