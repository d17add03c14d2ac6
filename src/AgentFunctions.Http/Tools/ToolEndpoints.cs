using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Calls;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Models;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tools;

/// <summary><c>POST /api/tools/{id}/invoke</c>: tool calls of agents that live elsewhere.</summary>
internal static class ToolEndpoints
{
    private const int MaxBodyBytes = 1024 * 1024;

    private static readonly (string Name, string Description)[] Headers =
    [
        (HeaderNames.IdempotencyKey, "Makes the call one call, however often it is sent; made and answered where it is left out."), (HeaderNames.RunId, "The run the call belongs to; a new id begins one."),
        (HeaderNames.SessionId, "The session of the agent the call belongs to; a new id begins one."), (HeaderNames.EndUser, "On whose behalf; what is kept of the call is erased with that person. Left out: that of the run."),
    ];

    public static void MapTools(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/tools/{id}/invoke", InvokeAsync)
        .Requires(AccessRequirement.Agents)
        .Describes(new ApiOperation("invokeTool", "Calls a tool as an agent: the result, or 202 with the approval it waits for.") { Request = "ToolInvoke", Response = "ToolAnswer", Headers = Headers });

    private static async Task InvokeAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.ToolInvoke, MaxBodyBytes, emptyIsObject: true) is not { } body) return;
        if (Read(context, body, out var call, out var key) is { } refusal)
        {
            await context.WriteErrorAsync(refusal);
            return;
        }

        var answer = await context.RequestServices.GetRequiredService<IToolGateway>().InvokeAsync(call, context.RequestAborted);
        var headers = context.Response.Headers;
        var refused = answer as ToolAnswer.Refused;
        LimitHeaders.Write(context.Response, answer.Limits, refused is null || answer.Limits.Count == 0 ? null : answer.Limits[0], context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        headers[HeaderNames.IdempotencyKey] = key;
        if (call.RunId is { } run) headers[HeaderNames.RunId] = run;
        if (call.SessionId is { } session) headers[HeaderNames.SessionId] = session;
        if (refused is not null) await context.WriteErrorAsync(refused.Error);
        else await ResourceWriter.WriteJsonAsync(context, answer is ToolAnswer.Completed ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, json => ToolWriting.Write(json, answer, key));
    }

    private static ApiError? Read(HttpContext context, JsonElement body, out ToolCall call, out string key)
    {
        (call, key) = (null!, "");
        if (BindingHeaders.Read(context.Request.Headers, out var binding) is { } malformed) return malformed;
        var (run, approval) = (JsonText.Of(body, "runId"), JsonText.Of(body, "approvalId"));
        if (run is not null && binding.Run is not null && run != binding.Run) return ApiErrors.InvalidRequest("runId", $"'runId' and the header '{HeaderNames.RunId}' name different runs.");
        if (IdempotencyHeader.Read(context.Request.Headers, out var given) is { } bad) return bad;
        var caller = context.GetCaller();

        // Without a key of its own, a call with an approval is the call that was approved.
        key = given ?? (approval is null ? context.GetRequestId() : IdempotencyKeys.OfApproval(approval));
        call = new ToolCall
        {
            CallId = context.GetRequestId(),
            Caller = caller,
            Tool = (string)context.GetRouteValue("id")!,
            Arguments = body.TryGetProperty("arguments", out var arguments) ? arguments : default,
            IdempotencyKey = IdempotencyKeys.OfCaller(caller.Principal.TenantId, caller.Agent?.Id ?? "", key),
            RunId = run ?? binding.Run,
            SessionId = binding.Session,
            EndUser = binding.EndUser,
            ApprovalId = approval,
            RequestedBy = Actor.Of(caller, null).By,
        };
        return null;
    }
}
