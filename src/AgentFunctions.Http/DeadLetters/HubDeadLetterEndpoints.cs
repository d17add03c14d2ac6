using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Events.Letters;
using AgentFunctions.Core.Resources.Schemas;
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

/// <summary>Events of hubs that could not be handled: list, view, hand in again, delete. Who may is said by <see cref="StreamLetters"/>: they are of every tenant.</summary>
internal static class HubDeadLetterEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapHubDeadLetters(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/hubs/{hub}/dead-letters");
        group.MapGet("", ListAsync)
            .Requires(AccessRequirement.DeadLettersRead)
            .Describes(new ApiOperation("listHubDeadLetters", "Events of a hub (usage, events or topics) that could not be handled, in the order of their ids, without the events themselves.")
            {
                Response = "HubDeadLetterList",
                Query = [("reason", "Only with this reason."), ("limit", "Entries in a page, 1 to 500; default 50."), ("cursor", "nextCursor of the page before.")],
            });
        group.MapGet("/{id}", GetAsync)
            .Requires(AccessRequirement.DeadLettersRead)
            .Describes(new ApiOperation("getHubDeadLetter", "One, with its event.") { Response = "HubDeadLetter" });
        group.MapPost("/{id}/redrive", context => DoAsync(context, StreamLetterVerb.Redrive, 202))
            .Requires(AccessRequirement.EventsPublish)
            .Describes(new ApiOperation("redriveHubDeadLetter", "Hands it in again, as the hub would; 409 says why it is refused still, and it stays.") { Response = "HubDeadLetter", Status = 202 });
        group.MapDelete("/{id}", context => DoAsync(context, StreamLetterVerb.Delete, 204))
            .Requires(AccessRequirement.EventsPublish)
            .Describes(new ApiOperation("deleteHubDeadLetter", "Deletes it.") { Status = 204 });
        group.MapPost("/bulk", BulkAsync)
            .Requires(AccessRequirement.EventsPublish)
            .Describes(new ApiOperation("bulkHubDeadLetters", "Does something to dead letters of a hub, at most 100 at once; nextCursor says where to go on, dryRun only tells which.") { Request = "HubDeadLetterBulk", Response = "HubDeadLetterBulkResult" });
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var reason = context.Request.Query["reason"] is [{ Length: > 0 } text, ..] ? text : null;
        var outcome = await Letters(context).ListAsync(context.GetActor(), Hub(context), reason, limit ?? DefaultLimit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, static (json, letter) => Write(json, letter, null, isWhole: false));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task GetAsync(HttpContext context)
    {
        var outcome = await Letters(context).GetAsync(context.GetActor(), Hub(context), Id(context), context.RequestAborted);
        if (outcome.Value is { } letter) await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, letter, null, isWhole: true));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task DoAsync(HttpContext context, StreamLetterVerb verb, int status)
    {
        var outcome = await Letters(context).DoAsync(context.GetActor(), Hub(context), Id(context), verb, context.RequestAborted);
        if (outcome.Value is not { } letter) await context.WriteErrorAsync(outcome.Error!);
        else if (status == 204) context.Response.StatusCode = 204;
        else await ResourceWriter.WriteJsonAsync(context, status, json => Write(json, letter, null, isWhole: false));
    }

    private static async Task BulkAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.HubDeadLetterBulk, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var verb = JsonText.Of(body, "verb") == "delete" ? StreamLetterVerb.Delete : StreamLetterVerb.Redrive;
        var isDryRun = body.TryGetProperty("dryRun", out var dry) && dry.ValueKind == JsonValueKind.True;
        var reason = body.TryGetProperty("filter", out var filter) ? JsonText.Of(filter, "reason") : null;
        var outcome = await Letters(context).DoAsync(context.GetActor(), Hub(context), reason, verb, JsonText.Of(body, "cursor"), isDryRun, context.RequestAborted);
        if (outcome.Value is not { } result)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        await ResourceWriter.WriteJsonAsync(context, 200, json =>
        {
            json.WriteStartObject();
            json.WriteString("verb"u8, verb == StreamLetterVerb.Delete ? "delete" : "redrive");
            json.WriteBoolean("dryRun"u8, isDryRun);
            json.WriteNumber("matched"u8, result.Items.Count);
            json.WriteNumber("done"u8, result.Items.Count(static item => item.IsDone));
            json.WriteString("nextCursor"u8, result.NextCursor);
            json.WriteStartArray("items"u8);
            foreach (var item in result.Items) Write(json, item.Letter, item.Error, isWhole: false);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static StreamLetters Letters(HttpContext context) => context.RequestServices.GetRequiredService<StreamLetters>();

    private static string Hub(HttpContext context) => (string)context.GetRouteValue("hub")!;

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    private static void Write(Utf8JsonWriter json, StreamLetter letter, ApiError? error, bool isWhole)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, letter.Id);
        json.WriteString("hub"u8, letter.Stream);
        json.WriteString("reason"u8, letter.Reason);
        if (letter.At is { } at) json.WriteString("at"u8, at);
        else json.WriteNull("at"u8);
        json.WriteNumber("size"u8, letter.Size);
        if (error is not null) json.WriteString("error"u8, error.Message);
        if (isWhole)
        {
            // As it is: what is kept here may be no JSON, and no text.
            if (System.Text.Unicode.Utf8.IsValid(letter.Body.Span)) json.WriteString("body"u8, letter.Body.Span);
            else json.WriteBase64String("bodyBase64"u8, letter.Body.Span);
        }

        json.WriteEndObject();
    }
}
