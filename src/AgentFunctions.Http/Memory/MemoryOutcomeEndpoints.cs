using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Deciding;
using AgentFunctions.Core.Memory.Store.Reading;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Memory;

/// <summary>What came of records, and what people decide about them. An agent's own word is kept as a claim and moves nothing; deciding takes an approver.</summary>
internal static class MemoryOutcomeEndpoints
{
    private const int MaxBodyBytes = 4 * 1024;

    public static void MapMemoryOutcomes(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/memory/{id}/outcome", ReportAsync)
            .Requires(AccessRequirement.Agents)
            .Describes(new ApiOperation("reportMemoryOutcome", "Says how a run went that was given the record. Of the agent itself it is a claim and moves nothing.") { Request = "MemoryOutcome", Response = "MemoryRecord" });
        endpoints.MapPost("/api/memory/{id}/promote", context => DecideAsync(context, static (decisions, tenant, agent, id, by, token) => decisions.PromoteAsync(tenant, agent, id, by, token)))
            .Requires(AccessRequirement.MemoryDecide)
            .Describes(new ApiOperation("promoteMemory", "A person vouches for a record in quarantine, or brings a forgotten one back.") { Request = "MemoryDecision", Response = "MemoryRecord" });
        endpoints.MapPost("/api/memory/{id}/deny", context => DecideAsync(context, static (decisions, tenant, agent, id, by, token) => decisions.DenyAsync(tenant, agent, id, by, token)))
            .Requires(AccessRequirement.MemoryDecide)
            .Describes(new ApiOperation("denyMemory", "A person refuses a record in quarantine; what says the same is refused from then on.") { Request = "MemoryDecision", Response = "MemoryRecord" });
    }

    private static async Task ReportAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.MemoryOutcome, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var (tenant, agent, id, run) = (MemoryRequests.Tenant(context), MemoryRequests.Agent(context), MemoryRequests.Id(context), JsonText.Of(body, "runId")!);
        var known = await context.RequestServices.GetRequiredService<MemoryReader>().GetAsync(tenant, agent, id, context.RequestAborted);
        if ((known.Error ?? await FindNoRunAsync(context, run)) is { } refusal)
        {
            await context.WriteErrorAsync(refusal);
            return;
        }

        var outcome = new MemoryOutcome(run, body.GetProperty("success").GetBoolean(), IsVerified: !MemoryRequests.IsOwn(context), MemoryRequests.Principal(context));
        await WriteAsync(context, await context.RequestServices.GetRequiredService<MemoryOutcomes>().ReportAsync(tenant, agent, id, outcome, context.RequestAborted));
    }

    /// <summary>Of a run that there is not, or that is another agent's, nothing can have come for the record.</summary>
    private static async ValueTask<ApiError?> FindNoRunAsync(HttpContext context, string run)
    {
        var agent = SessionRequests.Agent(context);
        if (await context.RequestServices.GetRequiredService<RunBinder>().IsOfAsync(MemoryRequests.Tenant(context), agent.Id, agent.Spec.Team, run, context.RequestAborted)) return null;
        return new ApiError(409, ErrorCodes.Conflict, $"This agent has no run '{run}': runId names the run that was given the record, in a search with the header x-run-id or by the run itself.") { Param = "runId", ShouldRetry = false };
    }

    private static async Task DecideAsync(HttpContext context, Func<MemoryDecisions, string, string, string, string, CancellationToken, ValueTask<Outcome<MemoryRecord>>> decide)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.MemoryDecision, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var (caller, id) = (context.GetCaller(), JsonText.Of(body, "agent")!);
        if (await caller.ControlPlane.FindAgentAsync(id, context.RequestAborted) is not { } agent || !caller.Access.Covers(AccessScopes.ApprovalsDecide, agent.Spec.Team))
        {
            await context.WriteErrorAsync(ApiErrors.NotFound("agent", $"agents/{id} does not exist in this tenant."));
            return;
        }

        await WriteAsync(context, await decide(context.RequestServices.GetRequiredService<MemoryDecisions>(), caller.ControlPlane.TenantId, MemoryRequests.Key(agent), MemoryRequests.Id(context), MemoryRequests.Principal(context), context.RequestAborted));
    }

    private static Task WriteAsync(HttpContext context, Outcome<MemoryRecord> outcome) =>
        outcome.Value is { } record ? ResourceWriter.WriteJsonAsync(context, 200, json => MemoryWriting.Write(json, record)) : context.WriteErrorAsync(outcome.Error!);
}
