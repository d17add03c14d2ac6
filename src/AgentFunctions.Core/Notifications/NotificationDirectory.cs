using System.Text.Json;
using AgentFunctions.Core.Documents;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Core.Notifications;

/// <summary>Reads the resources of kind <c>notifications</c> from their documents: a walk over one range of ids.</summary>
internal sealed class NotificationDirectory(IDocumentStore store, ILogger<NotificationDirectory> logger) : INotificationDirectory
{
    // Both `notifications:id` and `notifications.h:hash`.
    private const string Prefix = "notifications";

    public async ValueTask<IReadOnlyList<Notification>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        var found = new List<Notification>();
        string? continuation = null;
        do
        {
            var page = await store.QueryAsync(
                NotificationOutbox.Partition(tenantId), new DocumentQuery(DocumentFilter.Equal("deleted", false), Continuation: continuation, IdPrefix: Prefix), cancellationToken);
            foreach (var document in page.Items)
            {
                if (Read(tenantId, document) is { } notification) found.Add(notification);
            }

            continuation = page.Continuation;
        }
        while (continuation is not null);
        return found;
    }

    private Notification? Read(string tenantId, Document document)
    {
        using var json = JsonDocument.Parse(document.Body);
        var id = json.RootElement.GetProperty("id").GetString()!;
        try
        {
            return json.RootElement.GetProperty("spec").Deserialize(NotificationJson.Default.NotificationSpec) is { } spec ? new Notification(id, spec) : null;
        }
        catch (JsonException)
        {
            NotificationLog.SpecUnreadable(logger, tenantId, id);
            return null;
        }
    }
}
