using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Messages;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Gateway.Egress;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AgentFunctions.Gateway.Notifications;

public static class NotificationChannelServiceCollectionExtensions
{
    /// <summary>The channels of notifications. Needs <c>AddAgentFunctionsNotifications</c> and an <see cref="ISecretSource"/>.</summary>
    public static IServiceCollection AddNotificationChannels(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddEgress();
        services.TryAddSingleton(TimeProvider.System);

        // Called twice, channels must not double: their registrations are factories, which cannot be told apart.
        if (services.Any(s => s.ServiceType == typeof(WebhookTransport))) return services;
        services.AddSingleton<WebhookTransport>();
        services.AddSingleton<HttpSender>();
        services.AddSingleton<INotificationChannel, WebhookChannel>();
        services.AddSingleton<INotificationChannel>(s => Chat(s, NotificationChannels.Teams, TeamsMessage.Write));
        services.AddSingleton<INotificationChannel>(s => Chat(s, NotificationChannels.Slack, SlackMessage.Write));
        services.AddSingleton<INotificationChannel>(s => new SmtpChannel(s.GetRequiredService<EgressConnector>(), s.GetRequiredService<ISecretSource>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }

    private static ChatChannel Chat(IServiceProvider services, string name, Func<NotificationEvent, byte[]> write) =>
        new(name, write, services.GetRequiredService<HttpSender>(), services.GetRequiredService<ISecretSource>());
}
