using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Subscriptions;

internal static partial class SubscriptionLog
{
    [LoggerMessage(1, LogLevel.Error, "An event on {Topic} came about through {Depth} runs, one after the other, and was taken for a loop: {Count} subscriptions did not get it, and it is kept as dead letters")]
    public static partial void TooDeep(ILogger logger, string topic, int depth, int count);

    [LoggerMessage(2, LogLevel.Warning, "The store was out of reach after an event was stored; {Count} deliveries follow by themselves")]
    public static partial void LeftToTheLoop(ILogger logger, int count);

    [LoggerMessage(3, LogLevel.Warning, "Subscription {Subscription}: delivery failed ({Attempts} attempts): {Error}")]
    public static partial void AttemptFailed(ILogger logger, string subscription, int attempts, string error);

    [LoggerMessage(4, LogLevel.Error, "Subscription {Subscription}: an event became a dead letter ({Reason})")]
    public static partial void Dead(ILogger logger, string subscription, string reason);

    [LoggerMessage(5, LogLevel.Warning, "Subscription {Subscription}: {Count} times of its schedule were missed and are left out")]
    public static partial void Missed(ILogger logger, string subscription, int count);

    [LoggerMessage(6, LogLevel.Information, "Subscription {Subscription}: the run before is still open; overlap {Policy} applies")]
    public static partial void Overlap(ILogger logger, string subscription, string policy);

    [LoggerMessage(7, LogLevel.Error, "Subscription {Subscription}: its schedule failed and is tried again")]
    public static partial void ScheduleFailed(ILogger logger, Exception exception, string subscription);

    [LoggerMessage(8, LogLevel.Error, "Subscription {Subscription} of tenant {Tenant}: calls of its webhook are refused, because the secret {Secret} that it names does not exist or may not be used for webhooks: set it with 'webhooks' among its hosts")]
    public static partial void NoSecret(ILogger logger, string tenant, string subscription, string secret);
}
