using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Deliveries;
using AgentFunctions.Core.Notifications.Sending;
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
        var group = endpoints.MapGroup("/api/notifications/{id}").Requires(AccessRequirement.Operators);
        group.MapPost("/test", TestAsync)
            .Describes(new ApiOperation("testNotification", "Sends a test event now and says what came of it.") { Response = "NotificationTestResult" });
        group.MapGet("/deliveries", ListAsync)
            .Describes(new ApiOperation("listDeliveries", "What became of the events of a notification, newest event first; kept for 30 days.")
            {
                Response = "DeliveryList",
                Query = [("limit", "Entries in a page, 1 to 500; default 50."), ("cursor", "nextCursor of the page before.")],
            });
    }

    private static async Task TestAsync(HttpContext context)
    {
        var caller = context.GetCaller();
        var test = context.RequestServices.GetRequiredService<NotificationTest>();
        var by = $"{caller.Principal.Kind.ToString().ToLowerInvariant()}/{caller.Principal.Id}";
        if (await test.RunAsync(caller.Principal.TenantId, Id(context), by, context.RequestAborted) is not { } result)
        {
            await context.WriteErrorAsync(NotFound(context));
            return;
        }

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

        var tenant = context.GetCaller().Principal.TenantId;
        var declared = await context.RequestServices.GetRequiredService<INotificationDirectory>().ListAsync(tenant, context.RequestAborted);
        if (!declared.Any(n => n.Id == Id(context)))
        {
            await context.WriteErrorAsync(NotFound(context));
            return;
        }

        var outcome = await context.RequestServices.GetRequiredService<DeliveryLog>().ListAsync(tenant, Id(context), limit, cursor, context.RequestAborted);
        if (outcome.Value is not { } page)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        await ResourceWriter.WriteJsonAsync(context, 200, json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var item in page.Items) Write(json, item);
            json.WriteEndArray();
            json.WriteString("nextCursor"u8, page.NextCursor);
            json.WriteEndObject();
        });
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

    private static ApiError NotFound(HttpContext context) => ApiErrors.NotFound("id", $"notifications/{Id(context)} does not exist in this tenant.");

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;
}
