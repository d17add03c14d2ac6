namespace AgentFunctions.TestKit.Ledger;

internal enum LedgerCallState
{
    /// <summary>Admitted; its end is still to come.</summary>
    Running,

    /// <summary>Its end was told to the ledger, or is queued.</summary>
    Ended,

    /// <summary>Whether it holds something is not known; the call does not happen.</summary>
    Unknown,

    /// <summary>Its process died before its end was stored.</summary>
    Dead,
}
