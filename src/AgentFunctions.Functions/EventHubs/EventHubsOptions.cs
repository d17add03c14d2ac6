namespace AgentFunctions.Functions.EventHubs;

/// <summary>The stream of usage in Event Hubs. Section <c>AgentFunctions:EventHubs</c>; used where <c>AgentFunctions:Events</c> is <c>eventhubs</c>.</summary>
internal sealed class EventHubsOptions
{
    public const string SectionName = "AgentFunctions:EventHubs";

    /// <summary>Host of the namespace, <c>NAMESPACE.servicebus.windows.net</c>; reached with the host's identity.</summary>
    public string? FullyQualifiedNamespace { get; set; }

    /// <summary>The hub of usage events. Default <c>usage</c>.</summary>
    public string Hub { get; set; } = "usage";
}
