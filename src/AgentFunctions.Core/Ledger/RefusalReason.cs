namespace AgentFunctions.Core.Ledger;

/// <summary>Why a limit refused.</summary>
public enum RefusalReason
{
    /// <summary>The bound alone exceeds the amount: no waiting helps.</summary>
    ExceedsLimit,

    /// <summary>Nothing is left in a window that does not end soon.</summary>
    Exhausted,

    /// <summary>There may be room soon: holds return, or the window ends.</summary>
    Busy,

    /// <summary>Too many calls at the same time.</summary>
    Concurrency,

    /// <summary>An operator throttled something on the path, and another call of it runs or has just begun. The state's limit names the scope and no quota.</summary>
    Throttled,

    /// <summary>No limit refused: the hold is no longer there, since the call outlasted its lease or its process fell silent for too long. It was charged at its bound; settling corrects that.</summary>
    HoldLost,
}
