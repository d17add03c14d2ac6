using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Declaration;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Contexts;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.RequestIdentity;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Context;

/// <summary>Contexts of an agent: what a model would be shown, and what was left out of it.</summary>
internal static class ContextEndpoints
{
    private const int MaxModelLength = 256;
    private const int MaxBodyBytes = 16 * 1024 * 1024;

    private static readonly (string Name, string Description)[] ExpandHeaders =
    [
        (HeaderNames.EndUser, "For whom: only what was left out for that person, and what is of nobody. Without it, and for agents with memory.subjects all, everything of the agent."),
        (HeaderNames.RunId, "The run that is given it, and is erased from there on with the person whose it is. A new id begins one; one that is over, or another agent's, is 403."),
    ];

    public static void MapContexts(this IEndpointRouteBuilder routes)
    {
        var endpoints = routes.MapGroup("").RefusesUnknownQuery();
        endpoints.MapGet("/api/sessions/{id}/context", OfSessionAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("getSessionContext", "The slots and messages of a session as a model would be shown them.")
            {
                Response = "AssembledContext",
                Query = [("model", "Model whose tokens are counted."), ("budgetTokens", "Tokens of the whole; the agent's own budget when left out."), ("compress", "false: only what does not fit is left out.")],
            });
        endpoints.MapPost("/api/context/assemble", AssembleAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("assembleContext", "Puts slots and messages together within a budget: what a model would be shown, and what was left out.") { Request = "ContextAssemble", Response = "AssembledContext", Headers = [(HeaderNames.EndUser, "On whose behalf; what is left out is erased with that person.")] });
        endpoints.MapGet("/api/context/handles/{handle}", ExpandAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("getContextHandle", "What a handle stands for, byte for byte.") { MediaType = "text/plain", Headers = ExpandHeaders });
    }

    private static async Task OfSessionAsync(HttpContext context)
    {
        if (await SessionRequests.FindAsync(context, SessionRequests.Binding(context)) is not { } session) return;
        var query = context.Request.Query;
        var wrong = query["compress"] is [{ } text, ..] && text is not ("true" or "false") ? ApiErrors.InvalidRequest("compress", "compress is true or false.") : null;
        if (query["model"] is [{ } named, ..] && (named.Length > MaxModelLength || named.Any(char.IsControl)))
            wrong ??= ApiErrors.InvalidRequest("model", $"model is the name of a model, {MaxModelLength} characters at most without control characters.");
        if (wrong is not null)
        {
            await context.WriteErrorAsync(wrong);
            return;
        }

        int? budget = null;
        if (query["budgetTokens"] is [{ Length: > 0 } given, ..])
        {
            if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var tokens) || tokens < 1)
            {
                await context.WriteErrorAsync(ApiErrors.InvalidRequest("budgetTokens", "budgetTokens is a whole number from 1."));
                return;
            }

            budget = tokens;
        }

        await WriteAsync(context, Request(context) with { Session = session, Model = query["model"] is [{ Length: > 0 } model, ..] ? model : null, Compress = query["compress"] is not ["false", ..] }, budget);
    }

    private static async Task AssembleAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.ContextAssemble, MaxBodyBytes, emptyIsObject: true) is not { } body) return;
        var malformed = BindingHeaders.Read(context.Request.Headers, out var binding);
        var agent = SessionRequests.Agent(context);
        if (JsonText.Of(body, "agent") is { } named && named != agent.Id) malformed ??= ApiErrors.NotEntitled("'agent' names another agent than the one that calls. An operator names the agent in the header 'x-agent-id'.") with { Param = "agent" };
        var slots = ContextBodies.Slots(body, agent.Spec);
        var (budgets, options) = (ContextBodies.Budgets(body, agent.Spec), ContextBodies.Options(body, agent.Spec));
        if ((malformed ?? slots.Error ?? budgets.Error ?? options.Error) is { } refusal)
        {
            await context.WriteErrorAsync(refusal);
            return;
        }

        OpenSession? session = null;
        if (JsonText.Of(body, "sessionId") is { } id && (session = await SessionRequests.FindAsync(context, SessionRequests.Binding(context, agent, id))) is null) return;
        var messages = ContextBodies.Messages(body, agent.Spec, session?.Seen);
        if (messages.Error is { } wrong)
        {
            await context.WriteErrorAsync(wrong);
            return;
        }

        var request = Request(context) with
        {
            Session = session,
            Messages = messages.Value!,
            Slots = slots.Value!,
            SlotBudgets = budgets.Value!,
            Options = options.Value,
            Model = JsonText.Of(body, "model"),
            Compress = !body.TryGetProperty("compress", out var compress) || compress.ValueKind != JsonValueKind.False,
            EndUser = binding.EndUser,
        };
        await WriteAsync(context, request, body.TryGetProperty("budgetTokens", out var budget) && budget.ValueKind == JsonValueKind.Number ? budget.GetInt32() : null);
    }

    private static async Task ExpandAsync(HttpContext context)
    {
        var (agent, handle) = (SessionRequests.Agent(context), (string)context.GetRouteValue("handle")!);
        var wrong = BindingHeaders.Read(context.Request.Headers, out var binding);
        if (wrong is null && binding.Run is { } run) wrong = await SessionRequests.BindAsync(context, run, binding.Session);
        if (wrong is not null)
        {
            await context.WriteErrorAsync(wrong);
            return;
        }

        var person = AgentMemorySpec.SubjectOf(agent.Spec.Memory, await SessionRequests.PersonAsync(context, binding));
        var scope = new HandleScope(context.GetCaller().ControlPlane.TenantId, agent.Id, agent.Spec.Team) { Subject = person is null ? null : SubjectNames.Fold(person) };
        if (await context.RequestServices.GetRequiredService<HandleExpansion>().FindAsync(scope, binding.Run, handle, context.RequestAborted) is not { } content)
        {
            await context.WriteErrorAsync(ApiErrors.NotFound("handle", "There is no such handle of this agent, or its content is not kept any more."));
            return;
        }

        var headers = context.Response.Headers;
        (headers.CacheControl, headers.XContentTypeOptions) = ("no-store", "nosniff");
        headers["x-content-label"] = $"{LabelNames.Of(content.Label.Integrity)}, {LabelNames.Of(content.Label.Confidentiality)}";
        context.Response.ContentType = content.MediaType + "; charset=utf-8";
        context.Response.ContentLength = content.Bytes.Length;
        await context.Response.Body.WriteAsync(content.Bytes, context.RequestAborted);
    }

    private static ContextRequest Request(HttpContext context)
    {
        var agent = SessionRequests.Agent(context);
        return new ContextRequest { TenantId = context.GetCaller().ControlPlane.TenantId, Agent = agent.Id, Spec = agent.Spec, ExpandTool = ContextSettings.ExpandTool(agent.Spec) };
    }

    private static async Task WriteAsync(HttpContext context, ContextRequest request, int? budget)
    {
        var outcome = await context.RequestServices.GetRequiredService<SessionContexts>().AssembleAsync(request with { BudgetTokens = budget ?? request.Spec.Context?.BudgetTokens }, context.RequestAborted);
        if (outcome.Value is { } assembled) await ResourceWriter.WriteJsonAsync(context, 200, json => ContextWriting.Write(json, assembled));
        else await context.WriteErrorAsync(outcome.Error!);
    }
}
