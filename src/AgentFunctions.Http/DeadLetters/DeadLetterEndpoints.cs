using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Subscriptions.Letters;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.DeadLetters;

/// <summary>Events that a subscription did not get: list, view, deliver again, delete.</summary>
internal static class DeadLetterEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapDeadLetters(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/dead-letters");
        group.MapGet("", ListAsync)
            .Requires(AccessRequirement.DeadLettersRead)
            .Describes(new ApiOperation("listDeadLetters", "Events that could not be delivered, newest first, without the events themselves.")
            {
                Response = "DeadLetterList",
                Query =
                [
                    ("subscription", "Only of this subscription."), ("topic", "Only of events of this topic."), ("reason", "Only with this reason."), ("limit", "Entries in a page, 1 to 500; default 50."), ("cursor", "nextCursor of the page before."),
                ],
            });
        group.MapGet("/{id}", GetAsync)
            .Requires(AccessRequirement.DeadLettersRead)
            .Describes(new ApiOperation("getDeadLetter", "One, with its event.") { Response = "DeadLetter" });
        group.MapPost("/{id}/redrive", context => DoAsync(context, DeadLetterVerb.Redrive, 202))
            .Requires(AccessRequirement.EventsPublish)
            .Describes(new ApiOperation("redriveDeadLetter", "Delivers it again, to what its subscription declares now.") { Response = "DeadLetter", Status = 202 });
        group.MapDelete("/{id}", context => DoAsync(context, DeadLetterVerb.Delete, 204))
            .Requires(AccessRequirement.EventsPublish)
            .Describes(new ApiOperation("deleteDeadLetter", "Deletes it.") { Status = 204 });
        group.MapPost("/bulk", BulkAsync)
            .Requires(AccessRequirement.EventsPublish)
            .Describes(new ApiOperation("bulkDeadLetters", "Does something to every dead letter that a filter names, at most 500 at once; dryRun only tells which.") { Request = "DeadLetterBulk", Response = "DeadLetterBulkResult" });
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var query = context.Request.Query;
        var filter = new DeadLetterFilter(Text(query, "subscription"), Text(query, "topic"), Text(query, "reason"));
        if (UnknownReason(filter, "reason") is { } unknown)
        {
            await context.WriteErrorAsync(unknown);
            return;
        }

        var (actor, letters) = (context.GetActor(), context.RequestServices.GetRequiredService<Core.Subscriptions.Letters.DeadLetters>());
        var outcome = await letters.ListAsync(actor.TenantId, actor.Access.Teams(AccessScopes.TracesRead), filter, limit ?? DefaultLimit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, (json, letter) => Write(json, letter, isWhole: false));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task GetAsync(HttpContext context)
    {
        var (actor, letters) = (context.GetActor(), context.RequestServices.GetRequiredService<Core.Subscriptions.Letters.DeadLetters>());
        var outcome = await letters.GetAsync(actor.TenantId, actor.Access.Teams(AccessScopes.TracesRead), (string)context.GetRouteValue("id")!, context.RequestAborted);
        if (outcome.Value is { } letter) await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, letter, isWhole: true));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task DoAsync(HttpContext context, DeadLetterVerb verb, int status)
    {
        var (actor, letters) = (context.GetActor(), context.RequestServices.GetRequiredService<Core.Subscriptions.Letters.DeadLetters>());
        var outcome = await letters.DoAsync(actor.TenantId, actor.Access.Teams(AccessScopes.EventsPublish), (string)context.GetRouteValue("id")!, verb, actor.By, context.RequestAborted);
        if (outcome.Value is not { } letter) await context.WriteErrorAsync(outcome.Error!);
        else if (status == 204) context.Response.StatusCode = 204;
        else await ResourceWriter.WriteJsonAsync(context, status, json => Write(json, letter, isWhole: false));
    }

    private static async Task BulkAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.DeadLetterBulk, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var asked = body.GetProperty("filter");
        var filter = new DeadLetterFilter(JsonText.Of(asked, "subscription"), JsonText.Of(asked, "topic"), JsonText.Of(asked, "reason"));
        if (UnknownReason(filter, "filter.reason") is { } unknown)
        {
            await context.WriteErrorAsync(unknown);
            return;
        }

        var verb = JsonText.Of(body, "verb") == "delete" ? DeadLetterVerb.Delete : DeadLetterVerb.Redrive;
        var isDryRun = body.TryGetProperty("dryRun", out var dry) && dry.ValueKind == JsonValueKind.True;
        var (actor, letters) = (context.GetActor(), context.RequestServices.GetRequiredService<Core.Subscriptions.Letters.DeadLetters>());
        var result = await letters.DoAsync(actor.TenantId, actor.Access.Teams(AccessScopes.EventsPublish), filter, verb, actor.By, isDryRun, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, 200, json =>
        {
            json.WriteStartObject();
            json.WriteString("verb"u8, verb == DeadLetterVerb.Delete ? "delete" : "redrive");
            json.WriteBoolean("dryRun"u8, isDryRun);
            json.WriteNumber("matched"u8, result.Items.Count);
            json.WriteNumber("done"u8, result.Items.Count(static i => i.IsDone));
            json.WriteBoolean("more"u8, result.HasMore);
            json.WriteStartArray("items"u8);
            foreach (var (letter, _) in result.Items) Write(json, letter, isWhole: false);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static string? Text(IQueryCollection query, string name) => query[name] is [{ Length: > 0 } text, ..] ? text : null;

    private static ApiError? UnknownReason(DeadLetterFilter filter, string param) =>
        filter.Reason is null || DeadLetterReasons.All.Contains(filter.Reason) ? null : ApiErrors.InvalidRequest(param, $"{param} is one of {string.Join(", ", DeadLetterReasons.All)}.");

    private static void Write(Utf8JsonWriter json, DeadLetter letter, bool isWhole)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, letter.Id);
        json.WriteString("subscription"u8, letter.Subscription);
        json.WriteString("topic"u8, letter.Topic);
        json.WriteString("team"u8, letter.Team);
        json.WriteString("reason"u8, letter.Reason);
        json.WriteString("message"u8, letter.Message);
        json.WriteNumber("attempts"u8, letter.Attempts);
        json.WriteString("at"u8, letter.At);
        json.WriteString("receivedAt"u8, letter.ReceivedAt);
        json.WriteString("eventId"u8, letter.EventId);
        if (letter.RunId is { } run) json.WriteString("runId"u8, run);
        if (isWhole)
        {
            json.WritePropertyName("event"u8);
            letter.Event.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
