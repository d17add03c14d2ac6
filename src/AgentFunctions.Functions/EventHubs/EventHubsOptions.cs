namespace AgentFunctions.Functions.EventHubs;

/// <summary>Hubs of usage and of topics in Event Hubs. Section <c>AgentFunctions:EventHubs</c>; where <c>AgentFunctions:Events</c> is <c>eventhubs</c>, it is checked at the start.</summary>
internal sealed class EventHubsOptions
{
    public const string SectionName = "AgentFunctions:EventHubs";

    /// <summary>Host of the namespace, <c>NAMESPACE.servicebus.windows.net</c>; reached with the host's identity.</summary>
    public string? FullyQualifiedNamespace { get; set; }

    /// <summary>The hub of usage events. Default <c>usage</c>.</summary>
    public string Hub { get; set; } = "usage";

    /// <summary>The hub through which others publish events. Default <c>events</c>.</summary>
    public string EventsHub { get; set; } = "events";

    /// <summary>The hub where others read what is published on topics. Default empty: it goes to none.</summary>
    public string TopicsHub { get; set; } = "";
}
