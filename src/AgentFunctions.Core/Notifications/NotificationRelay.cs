using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Notifications;

/// <summary>
/// From the outbox to the receivers, at least once. Tenants and notifications do not wait for each other beyond a turn: a slow receiver holds up its own events only.
/// </summary>
internal sealed class NotificationRelay(ITenantDirectory tenants, OutboxReader outbox, DeliveryStore deliveries, DeliveryQueue queue, INotificationDirectory directory, ILogger<NotificationRelay> logger)
    : IScheduledJob
{
    private const int TenantsAtOnce = 4;
    private const int NotificationsAtOnce = 8;

    public string Name => "notification-relay";

    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    public Task RunAsync(CancellationToken cancellationToken) => Parallel.ForEachAsync(
        tenants.ListAsync(cancellationToken), new ParallelOptions { MaxDegreeOfParallelism = TenantsAtOnce, CancellationToken = cancellationToken }, RunTenantAsync);

    private async ValueTask RunTenantAsync(string tenantId, CancellationToken cancellationToken)
    {
        try
        {
            await outbox.RunAsync(tenantId, cancellationToken);
            await SendAsync(tenantId, cancellationToken);
        }
#pragma warning disable CA1031 // One tenant's trouble must not keep the others' events; the next turn tries again.
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            NotificationLog.TenantFailed(logger, exception, tenantId);
        }
    }

    private async ValueTask SendAsync(string tenantId, CancellationToken cancellationToken)
    {
        var queues = new List<string>();
        for (var next = await deliveries.NextQueueAsync(tenantId, null, cancellationToken); next is { } found; next = await deliveries.NextQueueAsync(tenantId, found.Hash, cancellationToken))
            queues.Add(found.Hash);
        if (queues.Count == 0) return;
        var declared = (await directory.ListAsync(tenantId, cancellationToken)).ToDictionary(n => DeliveryKeys.Hash(n.Id), StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            queues,
            new ParallelOptions { MaxDegreeOfParallelism = NotificationsAtOnce, CancellationToken = cancellationToken },
            (hash, ct) => queue.RunAsync(tenantId, hash, declared.GetValueOrDefault(hash), ct));
    }
}
