using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger.Overruns;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Overruns;

/// <summary><c>/api/overruns</c>: targets that used more than they were asked to keep to. They are refused until somebody clears them here.</summary>
internal static class OverrunEndpoints
{
    public static void MapOverruns(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/overruns", ListAsync)
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation("listOverruns", "Targets that are refused because their provider went beyond a bound.") { Response = "OverrunList" });
        endpoints.MapDelete("/api/overruns/{id}", ClearAsync)
            .Requires(AccessRequirement.StateWrite)
            .Describes(new ApiOperation("clearOverrun", "Lets a refused target be used again; in force everywhere within 2 s."));
    }

    /// <summary>Providers belong to the tenant: whoever reads in teams only sees none.</summary>
    private static async Task ListAsync(HttpContext context)
    {
        var actor = context.GetActor();
        IReadOnlyList<RefusedTarget> targets = actor.Access.Covers(AccessScopes.ResourcesRead, null) ? await Targets(context).ListAsync(actor.TenantId, context.RequestAborted) : [];
        await ResourceWriter.WriteListAsync(context, targets, null, Write);
    }

    private static async Task ClearAsync(HttpContext context)
    {
        var (actor, id) = (context.GetActor(), (string)context.GetRouteValue("id")!);

        // Whoever may not see them learns nothing of them either.
        if (actor.Access.Covers(AccessScopes.StateWrite, null) && await Targets(context).ClearAsync(actor.TenantId, id, context.RequestAborted)) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await context.WriteErrorAsync(ApiErrors.NotFound("id", $"overruns/{id} does not exist in this tenant."));
    }

    private static RefusedTargets Targets(HttpContext context) => context.RequestServices.GetRequiredService<RefusedTargets>();

    private static void Write(Utf8JsonWriter json, RefusedTarget target)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, target.Id);
        json.WriteString("provider"u8, target.Provider);
        json.WriteString("deployment"u8, target.Deployment);
        json.WriteString("callId"u8, target.CallId);
        json.WriteString("at"u8, target.At);
        json.WriteNumber("tokensBeyond"u8, target.Tokens);
        json.WriteString("costBeyond"u8, new NanoDollars(target.NanoDollars).ToString());
        json.WriteEndObject();
    }
}
