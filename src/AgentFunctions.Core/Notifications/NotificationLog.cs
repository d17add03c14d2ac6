using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Notifications;

internal static partial class NotificationLog
{
    [LoggerMessage(1, LogLevel.Warning, "Notification {Tenant}/{Notification}, event {Event}: sending failed with {Exception}")]
    public static partial void SendFailed(ILogger logger, string tenant, string notification, string @event, string exception);

    [LoggerMessage(2, LogLevel.Warning, "Notification {Tenant}/{Notification}, event {Event}: attempt {Attempt} failed with {Error} (status {Status}, 0 for none)")]
    public static partial void AttemptFailed(ILogger logger, string tenant, string notification, string @event, int attempt, string? error, int status);

    [LoggerMessage(3, LogLevel.Error, "Notification {Tenant}/{Notification}, event {Event}: given up after {Attempts} attempts, last {Error}")]
    public static partial void GivenUp(ILogger logger, string tenant, string notification, string @event, int attempts, string? error);

    [LoggerMessage(4, LogLevel.Error, "Notifications of tenant {Tenant} could not be relayed")]
    public static partial void TenantFailed(ILogger logger, Exception exception, string tenant);

    [LoggerMessage(5, LogLevel.Error, "Outbox entry {Entry} of tenant {Tenant} cannot be read and was dropped")]
    public static partial void EntryDropped(ILogger logger, string tenant, string entry);

    [LoggerMessage(6, LogLevel.Error, "Notification {Tenant}/{Notification} has a spec that cannot be read; it gets nothing")]
    public static partial void SpecUnreadable(ILogger logger, string tenant, string notification);
}
