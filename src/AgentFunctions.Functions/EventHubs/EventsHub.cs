using AgentFunctions.Core.Subscriptions.Hubs;
using AgentFunctions.Functions.Durable;
using Azure.Messaging.EventHubs;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.EventHubs;

/// <summary>What the trigger of the hub of events calls: hands them on as they came, with a client of Durable Task for the runs they start, which an instance that was woken for them has from nowhere else.</summary>
public sealed class EventsHub
{
    private readonly HubIntake _intake;
    private readonly DurableClientHolder _durable;
    private readonly IOptions<EventHubsOptions> _options;

    internal EventsHub(HubIntake intake, DurableClientHolder durable, IOptions<EventHubsOptions> options) => (_intake, _durable, _options) = (intake, durable, options);

    public Task TakeAsync(EventData[] events, DurableTaskClient client, CancellationToken cancellationToken)
    {
        _durable.See(client);
        return _intake.TakeAsync(_options.Value.EventsHub, [.. events.Select(ToMessage)], cancellationToken).AsTask();
    }

    internal static HubMessage ToMessage(EventData data) =>
        new(HubPositions.Of(data), data.EventBody.ToMemory(), data.ContentType, data.Properties.ToDictionary(static property => property.Key, static property => (object?)property.Value, StringComparer.Ordinal));
}
