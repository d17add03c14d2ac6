using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Sessions.Reading;
using AgentFunctions.Core.Sessions.Slots;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Sessions;

/// <summary>Sessions of an agent: list, read, end.</summary>
internal static class SessionEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("").RefusesUnknownQuery();
        endpoints.MapGet("/api/sessions", ListAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("listSessions", "Sessions of the agent that go on, the latest begun first.") { Response = "SessionList", Query = ResourceEndpoints.ListQuery });
        endpoints.MapGet("/api/sessions/{id}", GetAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("getSession", "One session of the agent, with its slots.") { Response = "Session" });
        endpoints.MapDelete("/api/sessions/{id}", DeleteAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("deleteSession", "Ends a session and deletes everything in it: messages, slots, their history, what was left out of contexts.") { Status = 204 });
        endpoints.MapSessionMessages();
        endpoints.MapSlots();
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var agent = SessionRequests.Agent(context);
        var reader = context.RequestServices.GetRequiredService<SessionReader>();
        var page = await reader.ListAsync(context.GetCaller().ControlPlane.TenantId, agent.Id, agent.Spec.Team, cursor, limit ?? SessionRequests.DefaultPage, context.RequestAborted);
        if (page is null) await context.WriteErrorAsync(ApiErrors.InvalidRequest("cursor", "cursor is the nextCursor of the page before."));
        else await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, SessionWriting.Write);
    }

    private static async Task GetAsync(HttpContext context)
    {
        if (await SessionRequests.FindAsync(context, SessionRequests.Binding(context)) is not { } session) return;
        var slots = await context.RequestServices.GetRequiredService<SessionSlots>().ListAsync(session, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, 200, json => SessionWriting.Write(json, session, slots));
    }

    private static async Task DeleteAsync(HttpContext context)
    {
        var binding = SessionRequests.Binding(context);
        if (Core.Resources.ResourceIds.IsValid(binding.SessionId) && await context.RequestServices.GetRequiredService<SessionReader>().DeleteAsync(binding, context.RequestAborted))
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await context.WriteErrorAsync(SessionRequests.NotFound(binding.SessionId));
    }
}
