using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Runs;

/// <summary>Runs: list, read, complete. Agents reach their own, principals those of their teams.</summary>
internal static class RunEndpoints
{
    private const int MaxBodyBytes = 4 * 1024;

    private static readonly ApiError UnknownStatus = ApiErrors.InvalidRequest("status", $"status is one of {string.Join(", ", RunStatuses.All)}.");

    public static void MapRuns(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/runs");
        group.MapGet("", ListAsync)
            .Requires(AccessRequirement.RunsRead)
            .Describes(new ApiOperation("listRuns", "Runs, newest first: an agent's own, or those of the teams a key reaches.")
            {
                Response = "RunList",
                Query = [("agent", "Only runs of this agent."), ("session", "Only runs begun in this session."), ("status", "Only runs that are there."), .. ResourceEndpoints.ListQuery],
            });
        group.MapGet("/{id}", GetAsync)
            .Requires(AccessRequirement.RunsRead)
            .Describes(new ApiOperation("getRun", "One run.") { Response = "Run" });
        group.MapPost("/{id}/complete", CompleteAsync)
            .Requires(AccessRequirement.RunsComplete)
            .Describes(new ApiOperation("completeRun", "Closes a run whose agent lives elsewhere; everywhere within 2 s. The same outcome again changes nothing.") { Request = "RunComplete", Response = "Run", Status = 202 });
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        RunStatus? status = null;
        if (Text(context, "status") is { } name && (status = RunStatuses.Find(name)) is null)
        {
            await context.WriteErrorAsync(UnknownStatus);
            return;
        }

        var filter = new RunFilter(Text(context, "agent"), Text(context, "session"), status);
        var outcome = await context.RequestServices.GetRequiredService<RunReader>()
            .ListAsync(RunViewer.Of(context.GetCaller(), AccessScopes.TracesRead), filter, limit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, RunWriting.Write);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task GetAsync(HttpContext context)
    {
        var viewer = RunViewer.Of(context.GetCaller(), AccessScopes.TracesRead);
        await WriteAsync(context, 200, viewer, await context.RequestServices.GetRequiredService<RunReader>().GetAsync(viewer, Id(context), context.RequestAborted));
    }

    private static async Task CompleteAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.RunComplete, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var viewer = RunViewer.Of(context.GetCaller(), AccessScopes.RunsStart);
        var outcome = RunOutcomes.Find(JsonText.Of(body, "outcome"))!.Value;
        await WriteAsync(context, 202, viewer, await context.RequestServices.GetRequiredService<RunCompletion>().CompleteAsync(viewer, Id(context), outcome, context.RequestAborted));
    }

    private static async Task WriteAsync(HttpContext context, int status, RunViewer viewer, Outcome<Run> outcome)
    {
        if (outcome.Value is not { } run)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        var usage = await context.RequestServices.GetRequiredService<IRunUsage>().FindAsync(viewer.TenantId, run, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, status, json => RunWriting.WriteWhole(json, run, usage));
    }

    private static string? Text(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;
}
