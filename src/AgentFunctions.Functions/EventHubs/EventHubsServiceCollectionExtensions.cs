using AgentFunctions.Core.Events;
using AgentFunctions.Core.Subscriptions;
using AgentFunctions.Core.Subscriptions.Hubs;
using AgentFunctions.Functions.Durable;
using Azure.Core;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.EventHubs;

internal static class EventHubsServiceCollectionExtensions
{
    private const string Folder = "AgentFunctions.Functions.EventHubs.Triggers.";
    private static readonly string[] Triggers = [Folder + "UsageTrigger", Folder + "EventsTrigger"];

    /// <summary>Whether this build holds the triggers of the hubs: their package is not in every feed (<c>-p:EventHubsTrigger=false</c>). Without them nothing would read what is published.</summary>
    public static bool HasTrigger => Array.TrueForAll(Triggers, static name => typeof(EventHubsServiceCollectionExtensions).Assembly.GetType(name) is not null);

    /// <summary>What the triggers call, whether or not this app publishes to hubs itself.</summary>
    public static IServiceCollection AddHubReaders(this IServiceCollection services)
    {
        services.AddOptions<EventHubsOptions>().BindConfiguration(EventHubsOptions.SectionName);
        services.TryAddSingleton<UsageHub>();
        services.TryAddSingleton(static s => new EventsHub(s.GetRequiredService<HubIntake>(), s.GetRequiredService<DurableClientHolder>(), s.GetRequiredService<IOptions<EventHubsOptions>>()));
        return services;
    }

    /// <summary>Usage events, and topics where a hub is named for them, go to Event Hubs. Call it before the application's own services: the first publisher that is registered counts.</summary>
    public static IServiceCollection AddEventHubs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EventHubsOptions>().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventHubsOptions>, EventHubsOptionsValidator>());
        var topics = TopicsHub(configuration);
        AddHub(services, StreamTopic.Usage, static options => options.Hub);
        if (topics is not null)
        {
            AddHub(services, StreamTopic.Topics, static options => options.TopicsHub);
            services.AddAgentFunctionsTopicRelay();
        }

        StreamTopic[] carried = topics is null ? [StreamTopic.Usage] : [StreamTopic.Usage, StreamTopic.Topics];
        services.TryAddSingleton<IEventPublisher>(provider => new EventHubPublisher(
            carried.ToDictionary(static topic => topic, topic => provider.GetRequiredKeyedService<EventHubProducerClient>(topic)), provider.GetRequiredService<IEventLog>()));
        return services;
    }

    /// <summary>The hub that topics go to; null: to none.</summary>
    public static string? TopicsHub(IConfiguration configuration) => configuration[$"{EventHubsOptions.SectionName}:{nameof(EventHubsOptions.TopicsHub)}"] is { } hub && !string.IsNullOrWhiteSpace(hub) ? hub : null;

    private static void AddHub(IServiceCollection services, StreamTopic topic, Func<EventHubsOptions, string> hub) => services.TryAddKeyedSingleton(topic, (provider, _) =>
    {
        var options = provider.GetRequiredService<IOptions<EventHubsOptions>>().Value;
        return new EventHubProducerClient(options.FullyQualifiedNamespace, hub(options), provider.GetRequiredService<TokenCredential>());
    });
}
