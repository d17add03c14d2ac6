using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Core.Notifications;

public static class NotificationServiceCollectionExtensions
{
    /// <summary>
    /// Outbox, deliveries and their jobs. Needs an <see cref="IDocumentStore"/>, an <see cref="Secrets.ISecretSource"/>, logging, and a channel for each kind (the gateway has them).
    /// </summary>
    public static IServiceCollection AddAgentFunctionsNotifications(this IServiceCollection services)
    {
        services.AddAgentFunctionsResources().AddAgentFunctionsJobs();
        services.TryAddSingleton<INotificationDirectory, NotificationDirectory>();
        services.TryAddSingleton<ISigningSecrets, SigningSecrets>();
        services.TryAddSingleton<IExpiringKeys, ExpiringKeys>();
        services.TryAddSingleton<NotificationSender>();
        services.TryAddSingleton<NotificationTest>();
        services.TryAddSingleton<DeliveryStore>();
        services.TryAddSingleton<DeliveryQueue>();
        services.TryAddSingleton<DeliveryLog>();
        services.TryAddSingleton<OutboxReader>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, NotificationRelay>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IScheduledJob, KeyExpiryJob>());
        return services;
    }
}
