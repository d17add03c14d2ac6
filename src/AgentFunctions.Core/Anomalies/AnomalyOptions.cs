namespace AgentFunctions.Core.Anomalies;

/// <summary>When an agent or a run spends unusually fast, and what follows. Section <c>AgentFunctions:Anomalies</c>; the same in every process that shares a store. docs/usage.md says how it is found.</summary>
public sealed class AnomalyOptions
{
    public const string SectionName = "AgentFunctions:Anomalies";

    /// <summary>Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Spending so many times the usual raises a warning. Default 4, 1.5 to 1000.</summary>
    public decimal Factor { get; set; } = 4;

    /// <summary>So many times raises it as critical. Default 10, from <see cref="Factor"/> to 10000.</summary>
    public decimal CriticalFactor { get; set; } = 10;

    /// <summary>Less than this within five minutes is never unusual, in USD. Default 1, 0.000001 to 1000000.</summary>
    public decimal FloorUsd { get; set; } = 1;

    /// <summary>Default <see cref="AnomalyAction.Notify"/>.</summary>
    public AnomalyAction Action { get; set; } = AnomalyAction.Notify;
}
