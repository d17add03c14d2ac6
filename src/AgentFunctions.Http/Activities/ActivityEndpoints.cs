using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Activities;

/// <summary><c>GET /api/keys/{id}/activity</c>, <c>GET /api/agents/{id}/activity</c>: what was done since a time.</summary>
internal static class ActivityEndpoints
{
    private static readonly (string Name, string Description)[] Query =
    [
        ("since", "RFC 3339, or a duration such as 7d, 12h or 30m; default 24h, at most 90d. Its hour counts whole."), .. ResourceEndpoints.ListQuery,
    ];

    public static void MapActivity(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/keys/{id}/activity", context => ListAsync(context, static (reader, actor, id, query, token) => reader.OfKeyAsync(actor, id, query, token)))
            .Requires(AccessRequirement.UsageRead)
            .Describes(new ApiOperation("getKeyActivity", "What was done with a key, by hour, model and team; and what was changed with it.") { Response = "Activity", Query = Query });
        endpoints.MapGet("/api/agents/{id}/activity", context => ListAsync(context, static (reader, actor, id, query, token) => reader.OfAgentAsync(actor, id, query, token)))
            .Requires(AccessRequirement.UsageRead)
            .Describes(new ApiOperation("getAgentActivity", "What an agent did, by hour, model, key and the team it belonged to.") { Response = "Activity", Query = Query });
    }

    private static async Task ListAsync(HttpContext context, Func<ActivityReader, Actor, string, ActivityQuery, CancellationToken, ValueTask<Outcome<ActivityPage>>> read)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var reader = context.RequestServices.GetRequiredService<ActivityReader>();
        var outcome = await read(reader, context.GetActor(), (string)context.GetRouteValue("id")!, new ActivityQuery(context.Request.Query["since"], limit, cursor), context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteJsonAsync(context, 200, json => ActivityWriting.Write(json, page));
        else await context.WriteErrorAsync(outcome.Error!);
    }
}
