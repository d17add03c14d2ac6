namespace AgentFunctions.TestKit.Ledger;

internal enum LedgerCommandKind
{
    Reserve,
    Extend,
    Renew,
    Settle,
    Replay,
    Advance,
    Sweep,
    Crash,
    Leave,
    EditLimit,
    Drain,
    Lose,
}
