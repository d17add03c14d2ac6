using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Errors;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Notifications;

/// <summary>Notifications beyond the generic surface: send a test now, and see what became of events.</summary>
internal static class NotificationEndpoints
{
    public static void MapNotifications(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/notifications/{id}");
        group.MapPost("/test", TestAsync)
            .Requires(AccessRequirement.NotificationsTest)
            .Describes(new ApiOperation("testNotification", "Sends a test event now and says what came of it.") { Response = "NotificationTestResult" });
        group.MapGet("/deliveries", ListAsync)
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation("listDeliveries", "What became of the events of a notification, newest event first; kept for 30 days.")
            {
                Response = "DeliveryList",
                Query = [("limit", "Entries in a page, 1 to 500; default 50."), ("cursor", "nextCursor of the page before.")],
            });
    }

    private static async Task TestAsync(HttpContext context)
    {
        if (await FindAsync(context, AccessScopes.NotificationsTest) is not { } notification) return;
        var result = await context.RequestServices.GetRequiredService<NotificationTest>().RunAsync(context.GetActor().TenantId, notification, context.GetActor().By, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, 200, json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("delivered"u8, result.IsDelivered);
            WriteStatus(json, "status", result.Status);
            json.WriteString("error"u8, result.Error);
            json.WriteString("message"u8, result.Error is { } error ? SendErrors.Explain(error, result.Status) : "The receiver took the test event.");
            json.WriteEndObject();
        });
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        if (await FindAsync(context, AccessScopes.ResourcesRead) is not { } notification) return;
        var outcome = await context.RequestServices.GetRequiredService<DeliveryLog>().ListAsync(context.GetActor().TenantId, context.GetActor().Access.Teams(AccessScopes.ResourcesRead), notification.Id, limit, cursor, context.RequestAborted);
        if (outcome.Value is not { } page)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, Write);
    }

    private static void Write(Utf8JsonWriter json, Delivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, delivery.Event.Id);
        json.WriteString("event"u8, delivery.Event.Type);
        json.WriteString("severity"u8, JsonNamingPolicy.CamelCase.ConvertName(delivery.Event.Severity.ToString()));
        json.WriteString("subject"u8, delivery.Event.Subject);
        json.WriteString("summary"u8, delivery.Event.Summary);
        json.WriteString("occurredAt"u8, delivery.Event.OccurredAt.ToUniversalTime());
        json.WriteString("status"u8, delivery.Status);
        json.WriteNumber("attempts"u8, delivery.Attempts);
        WriteStatus(json, "lastStatus", delivery.LastStatus);
        json.WriteString("lastError"u8, delivery.LastError);
        WriteTime(json, "createdAt", delivery.CreatedAt);
        WriteTime(json, "lastAttemptAt", delivery.LastAttemptAt);
        WriteTime(json, "nextAttemptAt", delivery.NextAttemptAt);
        WriteTime(json, "deliveredAt", delivery.DeliveredAt);
        json.WriteEndObject();
    }

    private static void WriteStatus(Utf8JsonWriter json, string name, int? status)
    {
        if (status is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } time) json.WriteString(name, time.ToUniversalTime());
        else json.WriteNull(name);
    }

    /// <summary>The notification of the address, or null after it was refused: one of another team is as if it did not exist.</summary>
    private static async ValueTask<Notification?> FindAsync(HttpContext context, AccessScopes scope)
    {
        var actor = context.GetActor();
        var id = (string)context.GetRouteValue("id")!;
        var declared = await context.RequestServices.GetRequiredService<INotificationDirectory>().ListAsync(actor.TenantId, context.RequestAborted);
        if (declared.FirstOrDefault(n => n.Id == id) is { } found && actor.Access.Covers(scope, found.Spec.Team)) return found;
        await context.WriteErrorAsync(ApiErrors.NotFound("id", $"notifications/{id} does not exist in this tenant."));
        return null;
    }
}
