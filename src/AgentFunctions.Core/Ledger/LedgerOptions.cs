namespace AgentFunctions.Core.Ledger;

/// <summary>How soon what a dead process held is charged. Section <c>AgentFunctions:Ledger</c>; the same in every process that shares a store.</summary>
public sealed class LedgerOptions
{
    public const string SectionName = "AgentFunctions:Ledger";

    /// <summary>
    /// After this long without a sign of life a process counts as gone: what it holds is charged at its bound, and its places are free. A process that was only slow corrects the charge when its calls end. Default
    /// 20 s, 2 s to 5 min.
    /// </summary>
    public TimeSpan OwnerLife { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often holds of dead processes and holds past their lease are looked for. Default 5 s, 1 s to 1 min.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);
}
