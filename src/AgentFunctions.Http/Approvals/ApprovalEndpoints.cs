using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Approvals.Reading;
using AgentFunctions.Core.Errors;
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

namespace AgentFunctions.Http.Approvals;

/// <summary>Approvals: list, read, decide, reassign, extend. Agents read their own and decide nothing.</summary>
internal static class ApprovalEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;

    private static readonly ApiError UnknownStatus = ApiErrors.InvalidRequest("status", $"status is one of {string.Join(", ", Enum.GetValues<ApprovalStatus>().Select(ApprovalNames.Of))}.");

    public static void MapApprovals(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/approvals");
        group.MapGet("", ListAsync)
            .Requires(AccessRequirement.ApprovalsRead)
            .Describes(new ApiOperation("listApprovals", "Approvals, newest first: an agent's own, or those of the teams a key reaches.")
            {
                Response = "ApprovalList",
                Query = [("status", "Only those that are there, pending."), ("agent", "Only of this agent."), ("run", "Only of this run."), .. ResourceEndpoints.ListQuery],
            });
        group.MapGet("/{id}", GetAsync)
            .Requires(AccessRequirement.ApprovalsRead)
            .Describes(new ApiOperation("getApproval", "One approval: exactly what will be done, its canonical form and digest, who may decide and what they said.") { Response = "Approval" });
        group.MapPost("/{id}", DecideAsync)
            .Requires(AccessRequirement.ApprovalsDecide)
            .Describes(new ApiOperation("decideApproval", "Decides. The same decision of the same person again changes nothing.") { Request = "ApprovalDecision", Response = "Approval" });
        group.MapPost("/{id}/reassign", ReassignAsync)
            .Requires(AccessRequirement.ApprovalsAssign)
            .Describes(new ApiOperation("reassignApproval", "Replaces the approvers of a pending approval.") { Request = "ApprovalReassign", Response = "Approval" });
        group.MapPost("/{id}/extend", ExtendAsync)
            .Requires(AccessRequirement.ApprovalsAssign)
            .Describes(new ApiOperation("extendApproval", "Moves the end of a pending approval to later.") { Request = "ApprovalExtend", Response = "Approval" });
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        ApprovalStatus? status = null;
        if (Query(context, "status") is { } name && (status = ApprovalNames.FindStatus(name)) is null)
        {
            await context.WriteErrorAsync(UnknownStatus);
            return;
        }

        var filter = new ApprovalFilter(status, Query(context, "agent"), Query(context, "run"));
        var outcome = await context.RequestServices.GetRequiredService<ApprovalReader>().ListAsync(ApprovalViewer.Of(context.GetCaller()), filter, limit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, ApprovalWriting.Write);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task GetAsync(HttpContext context) =>
        await WriteAsync(context, await context.RequestServices.GetRequiredService<ApprovalReader>().GetAsync(ApprovalViewer.Of(context.GetCaller()), Id(context), context.RequestAborted));

    private static async Task DecideAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.ApprovalDecision, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var answer = new ApprovalAnswer(
            ApprovalNames.FindDecision(JsonText.Of(body, "decision"))!.Value,
            JsonText.Of(body, "digest")!,
            JsonText.Of(body, "comment"),
            body.TryGetProperty("value", out var value) ? value : null,
            body.TryGetProperty("breakGlass", out var breakGlass) && breakGlass.ValueKind == JsonValueKind.True);
        await WriteAsync(context, await context.RequestServices.GetRequiredService<ApprovalDecisions>().DecideAsync(context.GetCaller(), context.GetRequestId(), Id(context), answer, context.RequestAborted));
    }

    private static async Task ReassignAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.ApprovalReassign, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        await WriteAsync(context, await Steering(context).ReassignAsync(context.GetCaller(), Id(context), JsonText.ListOf(body, "approvers")!, context.RequestAborted));
    }

    private static async Task ExtendAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.ApprovalExtend, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        if (!DateTimeOffset.TryParse(JsonText.Of(body, "expiresAt"), CultureInfo.InvariantCulture, DateTimeStyles.None, out var end))
        {
            await context.WriteErrorAsync(ApiErrors.InvalidRequest("expiresAt", "expiresAt is no time that exists."));
            return;
        }

        await WriteAsync(context, await Steering(context).ExtendAsync(context.GetCaller(), Id(context), end, context.RequestAborted));
    }

    private static Task WriteAsync(HttpContext context, Outcome<Approval> outcome) =>
        outcome.Value is { } approval ? ResourceWriter.WriteJsonAsync(context, 200, json => ApprovalWriting.Write(json, approval)) : context.WriteErrorAsync(outcome.Error!);

    private static string? Query(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    private static ApprovalSteering Steering(HttpContext context) => context.RequestServices.GetRequiredService<ApprovalSteering>();
}
