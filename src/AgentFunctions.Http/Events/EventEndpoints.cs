using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Subscriptions.Declaration;
using AgentFunctions.Core.Subscriptions.Publishing;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Events;

/// <summary>Takes events: CloudEvents 1.0, structured, binary or a batch. Answered once they are stored.</summary>
internal static class EventEndpoints
{
    public static void MapEvents(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/events/{topic}", PublishAsync)
        .Requires(AccessRequirement.EventsPublish)
        .Describes(new ApiOperation("publishEvent", "Publishes an event, or a batch, on a topic; the same event again answers the same and starts nothing.")
        {
            Request = "CloudEvent",
            Response = "PublishedEvent",
            Status = 202,
            Query = [("team", "Team the event belongs to; that of the caller's grant where it has one only.")],
        });

    private static async Task PublishAsync(HttpContext context)
    {
        var topic = (string)context.GetRouteValue("topic")!;
        var team = await TeamAsync(context);
        if ((EventTopics.Refusal(topic) ?? team.Error) is { } wrong)
        {
            await context.WriteErrorAsync(wrong);
            return;
        }

        var read = await EventBody.ReadAsync(context.Request, context.RequestAborted);
        if (read.Value is not { } body)
        {
            await context.WriteErrorAsync(read.Error!);
            return;
        }

        List<EventDraft> drafts = [.. body.Events.Select(value => new EventDraft { Topic = topic, Event = value, Team = team.Value!.Length == 0 ? null : team.Value, By = context.GetActor().By })];
        var (published, refusal) = await PublishAsync(context, body.IsBatch, drafts);
        if (refusal is not null)
        {
            await context.WriteErrorAsync(refusal);
            return;
        }

        var teams = context.GetActor().Access.Teams(AccessScopes.EventsPublish);
        await ResourceWriter.WriteJsonAsync(context, 202, json =>
        {
            if (!body.IsBatch)
            {
                Write(json, topic, published[0], teams);
                return;
            }

            json.WriteStartObject();
            json.WriteStartArray("events"u8);
            foreach (var one in published) Write(json, topic, one, teams);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static async ValueTask<(IReadOnlyList<PublishedEvent> Published, ApiError? Error)> PublishAsync(HttpContext context, bool isBatch, List<EventDraft> drafts)
    {
        var (intake, tenantId) = (context.RequestServices.GetRequiredService<EventIntake>(), context.GetActor().TenantId);

        // Of a batch all is refused before any of it is stored.
        for (var i = 0; isBatch && i < drafts.Count; i++)
            if (await intake.ConflictAsync(tenantId, drafts[i], context.RequestAborted) is { } conflict) return ([], At(i, conflict));
        var published = new List<PublishedEvent>();
        foreach (var draft in drafts)
        {
            var outcome = await intake.PublishAsync(tenantId, draft, context.RequestAborted);
            if (outcome.Value is not { } one) return ([], isBatch ? At(published.Count, outcome.Error!) : outcome.Error);
            published.Add(one);
        }

        return (published, null);
    }

    /// <summary>With the place in the batch: <c>[3].id</c>.</summary>
    private static ApiError At(int place, ApiError error) => error.Param is { } param ? error with { Param = string.Create(CultureInfo.InvariantCulture, $"[{place}].{param}") } : error;

    /// <summary>Whose event it is; empty for the tenant's.</summary>
    private static async ValueTask<Outcome<string>> TeamAsync(HttpContext context)
    {
        var teams = context.GetActor().Access.Teams(AccessScopes.EventsPublish);
        if (context.Request.Query["team"] is [{ Length: > 0 } named])
        {
            if (!teams.Includes(named)) return ApiErrors.NotEntitled("This key may not publish events of that team.") with { Param = "team" };
            if (await context.RequestServices.GetRequiredService<IControlPlane>().GetViewAsync(context.GetActor().TenantId, context.RequestAborted) is not { } view) return ApiErrors.ControlPlaneUnavailable;
            return view.Teams.ContainsKey(named) ? named : ApiErrors.NotFound("team", $"teams/{named} does not exist in this tenant: create it first, or leave team out for an event of the tenant.");
        }

        if (teams.IsAll) return "";
        return teams.Teams.Count == 1 ? teams.Teams.First() : ApiErrors.InvalidRequest("team", $"This key publishes for several teams: say which with ?team=, one of {string.Join(", ", teams.Teams.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>What subscriptions of the tenant do with a team's event is the tenant's business.</summary>
    private static void Write(Utf8JsonWriter json, string topic, PublishedEvent published, TeamFilter teams)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, published.Id);
        json.WriteString("topic"u8, topic);
        json.WriteBoolean("repeat"u8, published.IsRepeat);
        json.WriteStartArray("runs"u8);
        foreach (var taker in published.Takers.Where(t => t.RunId is not null && teams.Includes(t.Team)))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, taker.RunId);
            json.WriteString("subscription"u8, taker.Subscription);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("signals"u8);
        foreach (var taker in published.Takers.Where(t => t.RunId is null && teams.Includes(t.Team))) json.WriteStringValue(taker.Subscription);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
