using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Resources;

/// <summary><c>PUT /api/{kind}/{id}/state</c>: throttle, suspend, kill, reactivate.</summary>
internal static class StateEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapStates(this IEndpointRouteBuilder endpoints)
    {
        foreach (var kind in ResourceKinds.All.Where(static k => k.HasState))
        {
            var one = ResourceSchemaSource.ComponentOf(kind);
            var group = endpoints.MapGroup($"/api/{kind.Name}/{{id}}/state");
            group.MapGet("", context => GetAsync(context, kind))
                .Requires(AccessRequirement.ResourcesRead)
                .Describes(new ApiOperation($"get{one}State", $"The state of one of the {kind.Name}.") { Response = "ResourceState" });
            group.MapPut("", context => PutAsync(context, kind))
                .Requires(AccessRequirement.StateWrite)
                .Describes(new ApiOperation($"put{one}State", $"Throttles, suspends, kills or reactivates one of the {kind.Name}; in force everywhere within 2 s.") { Request = "StateChange", Response = "ResourceState" });
        }
    }

    private static async Task GetAsync(HttpContext context, ResourceKind kind)
    {
        var outcome = await context.RequestServices.GetRequiredService<ResourceStore>().GetAsync(context.GetActor(), kind, (string)context.GetRouteValue("id")!, context.RequestAborted);
        await WriteAsync(context, outcome);
    }

    private static async Task PutAsync(HttpContext context, ResourceKind kind)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.StateChange, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        DateTimeOffset? until = null;
        if (JsonText.Of(body, "until") is { } text)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            {
                await context.WriteErrorAsync(ApiErrors.InvalidRequest("until", "until is not a date that exists."));
                return;
            }

            until = parsed;
        }

        var change = new StateChange(OperatingStates.Find(JsonText.Of(body, "state")!)!.Value, JsonText.Of(body, "reason"), until);
        var states = context.RequestServices.GetRequiredService<ResourceStates>();
        await WriteAsync(context, await states.SetAsync(context.GetActor(), kind, (string)context.GetRouteValue("id")!, change, context.RequestAborted));
    }

    /// <summary>What is in force now: a state that has ended is active.</summary>
    private static Task WriteAsync(HttpContext context, Outcome<ResourceEntry> outcome)
    {
        if (outcome.Value is not { } entry) return context.WriteErrorAsync(outcome.Error!);
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        context.Response.Headers.ETag = ResourceWriter.ETag(entry);
        return ResourceWriter.WriteJsonAsync(context, 200, json => ResourceWriter.WriteState(json, ResourceState.Of(entry.State, now) == OperatingState.Active ? null : entry.State));
    }
}
