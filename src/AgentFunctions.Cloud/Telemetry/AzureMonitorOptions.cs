namespace AgentFunctions.Cloud.Telemetry;

/// <summary>Traces and metrics in Application Insights. Section <c>AgentFunctions:AzureMonitor</c>; on where <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is set.</summary>
public sealed class AzureMonitorOptions
{
    public const string SectionName = "AgentFunctions:AzureMonitor";

    /// <summary>The share of traces that is kept, 0 to 1; what failed is kept whatever this says, and metrics count everything. Default 1.</summary>
    public double SampledShare { get; set; } = 1;
}
