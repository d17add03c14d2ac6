using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Sessions;

/// <summary>Messages of sessions: append, read.</summary>
internal static class MessageEndpoints
{
    private const int MaxBodyBytes = 4 * 1024 * 1024;

    private static readonly (string Name, string Description)[] AppendHeaders =
    [
        (HeaderNames.IdempotencyKey, "Appends the messages once, however often they are sent. Messages with an id of their own need none."), (HeaderNames.EndUser, "On whose behalf; kept with the messages, and erased with that person."),
        (HeaderNames.RunId, "The run of the agent in which they are appended; kept with the messages, which are erased with what the run was told of a person. One that the agent does not have is not kept."),
    ];

    public static void MapSessionMessages(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/sessions/{id}/messages", AppendAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("appendMessages", "Appends messages to a session of the agent, all or none; a new id begins one.") { Request = "SessionMessages", Response = "AppendedMessages", Headers = AppendHeaders });
        endpoints.MapGet("/api/sessions/{id}/messages", ListAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("listMessages", "Messages of a session of the agent, in their order.") { Response = "SessionMessageList", Query = [.. ResourceEndpoints.ListQuery, ("order", "asc (default) or desc: the latest first.")] });
    }

    private static async Task AppendAsync(HttpContext context)
    {
        if (!await SessionRequests.IsNameAsync(context) || await JsonRequestBody.ReadAsync(context, JsonRequest.SessionMessages, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var malformed = BindingHeaders.Read(context.Request.Headers, out var binding);
        var wrong = IdempotencyHeader.Read(context.Request.Headers, out var key) ?? malformed;
        var agent = SessionRequests.Agent(context);
        var run = binding.Run is { } named && await SessionRequests.IsRunAsync(context, named) ? named : null;
        var drafts = MessageDrafts.Read(body, agent.Spec, key is null ? context.GetRequestId() : "key:" + key, SessionRequests.By(context), binding.EndUser, run);
        if ((wrong ?? drafts.Error) is { } refusal)
        {
            await context.WriteErrorAsync(refusal);
            return;
        }

        var outcome = await context.RequestServices.GetRequiredService<SessionMessages>().AppendAsync(SessionRequests.Binding(context), drafts.Value!, context.RequestAborted);
        if (outcome.Value is { } appended) await ResourceWriter.WriteJsonAsync(context, 200, json => SessionWriting.Write(json, appended));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var order = context.Request.Query["order"] is [{ Length: > 0 } text, ..] ? text : "asc";
        long? from = null;
        var wrong = order is "asc" or "desc" ? null : ApiErrors.InvalidRequest("order", "order is asc or desc.");
        if (cursor is { Length: > 0 })
        {
            if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) from = sequence;
            else wrong ??= ApiErrors.InvalidRequest("cursor", "cursor is the nextCursor of the page before.");
        }

        if (wrong is not null)
        {
            await context.WriteErrorAsync(wrong);
            return;
        }

        if (await SessionRequests.FindAsync(context, SessionRequests.Binding(context)) is not { } session) return;
        var page = await context.RequestServices.GetRequiredService<SessionMessages>().ListAsync(session, from, order == "desc", limit ?? SessionRequests.DefaultPage, context.RequestAborted);
        var next = page.HasMore && page.Items.Count > 0 ? page.Items[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null;
        await ResourceWriter.WriteListAsync(context, page.Items, next, SessionWriting.Write);
    }
}
