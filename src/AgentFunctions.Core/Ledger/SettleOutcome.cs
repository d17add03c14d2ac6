namespace AgentFunctions.Core.Ledger;

/// <summary>What became of a settlement.</summary>
public enum SettleOutcome
{
    /// <summary>Charged, the rest of the hold returned.</summary>
    Settled,

    /// <summary>The hold had expired and was charged at its bound; the charge is corrected now.</summary>
    Corrected,

    /// <summary>It had been settled before; nothing changed.</summary>
    AlreadySettled,
}
