namespace AgentFunctions.Benchmarks.Ledger;

/// <summary>One row of the table, with what was measured of it, one entry a round.</summary>
/// <param name="Processes">Processes on the same data folder.</param>
/// <param name="Limits">Limits on the path of each call.</param>
/// <param name="InFlight">Pairs at the same time in each process.</param>
internal sealed record LedgerScenario(int Processes, int Limits, int InFlight)
{
    public List<LedgerMeasurement> Measured { get; } = [];
}
