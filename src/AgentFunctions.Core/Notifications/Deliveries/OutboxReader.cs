using System.Diagnostics;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Telemetry;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>
/// Turns the outbox of a tenant into deliveries, oldest event first. The deliveries are created before the entry is deleted, and creating one that exists changes nothing: a process killed at any point
/// neither loses nor doubles an event.
/// </summary>
internal sealed class OutboxReader(IDocumentStore store, DeliveryStore deliveries, INotificationDirectory directory, ILogger<OutboxReader> logger, AgentFunctionsTelemetry? telemetry = null)
{
    private const int PageSize = 100;
    private const int MaxPages = 20;

    public async ValueTask RunAsync(string tenantId, CancellationToken cancellationToken)
    {
        IReadOnlyList<Notification>? notifications = null;
        for (var i = 0; i < MaxPages; i++)
        {
            var page = await store.QueryAsync(
                NotificationOutbox.Partition(tenantId), new DocumentQuery(Limit: PageSize, IdPrefix: NotificationOutbox.Prefix), cancellationToken);
            if (page.Items.Count == 0) return;
            notifications ??= await directory.ListAsync(tenantId, cancellationToken);
            foreach (var document in page.Items)
            {
                var value = Read(tenantId, document);
                if (value is not null)
                {
                    foreach (var notification in notifications.Where(n => NotificationFilter.Accepts(n.Spec, value))) await deliveries.CreateAsync(tenantId, notification, value, cancellationToken);
                }

                // Not by ETag: the same event raised again is the same event.
                var deleted = await store.DeleteAsync(NotificationOutbox.Partition(tenantId), document.Id, null, cancellationToken);
                if (deleted.IsOk && value is not null) Count(value);
            }
        }
    }

    // By whoever took it out of the outbox, so once.
    private void Count(NotificationEvent value)
    {
        if (telemetry is not { Events.Enabled: true }) return;
        var owner = telemetry.Owners.Of(value.TenantId, value.Team);
        telemetry.Events.Add(1, new TagList
        {
            { TelemetryAttributes.MetricTenant, owner.Tenant },
            { TelemetryAttributes.MetricTeam, owner.Team },
            { TelemetryAttributes.EventType, value.Type },
            { TelemetryAttributes.EventSeverity, NotificationSeverities.ToName(value.Severity) },
        });
    }

    private NotificationEvent? Read(string tenantId, Document document)
    {
        try
        {
            // The tenant is that of the partition, whatever the event says.
            if (JsonSerializer.Deserialize(document.Body.Span, NotificationJson.Default.NotificationEvent) is { } value && EventIds.IsValid(value.Id)) return value with { TenantId = tenantId };
        }
        catch (JsonException)
        {
            // Falls through: an entry nobody can read must not hold up those after it.
        }

        NotificationLog.EntryDropped(logger, tenantId, document.Id);
        return null;
    }
}
