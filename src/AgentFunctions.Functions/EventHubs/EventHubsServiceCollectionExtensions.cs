using AgentFunctions.Core.Events;
using Azure.Core;
using Azure.Messaging.EventHubs.Producer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.EventHubs;

internal static class EventHubsServiceCollectionExtensions
{
    private const string Trigger = "AgentFunctions.Functions.EventHubs.Triggers.UsageTrigger";

    /// <summary>Whether this build holds the trigger that folds the hub: its package is not in every feed (<c>-p:EventHubsTrigger=false</c>). Without it nothing would read what is published.</summary>
    public static bool HasTrigger => typeof(EventHubsServiceCollectionExtensions).Assembly.GetType(Trigger) is not null;

    /// <summary>Usage events go to Event Hubs. Call it before the application's own services: the first publisher that is registered counts.</summary>
    public static IServiceCollection AddEventHubs(this IServiceCollection services)
    {
        services.AddOptions<EventHubsOptions>().BindConfiguration(EventHubsOptions.SectionName).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EventHubsOptions>, EventHubsOptionsValidator>());
        services.TryAddSingleton(static provider => Producer(provider.GetRequiredService<IOptions<EventHubsOptions>>().Value, provider.GetRequiredService<TokenCredential>()));
        services.TryAddSingleton<IEventPublisher, EventHubPublisher>();
        return services;
    }

    private static EventHubProducerClient Producer(EventHubsOptions options, TokenCredential identity) => new(options.FullyQualifiedNamespace, options.Hub, identity);
}
