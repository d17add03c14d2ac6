using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reading;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Verdicts;
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

/// <summary>Runs: list, read, report, complete. Agents reach their own, principals those of their teams and, where they may start runs, those they started.</summary>
internal static class RunEndpoints
{
    private const int MaxBodyBytes = 4 * 1024;

    public static void MapRuns(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/runs");
        group.MapGet("", ListAsync)
            .Requires(AccessRequirement.RunsRead)
            .Describes(new ApiOperation("listRuns", "Runs, newest first: an agent's own, or those of the teams a key reaches.")
            {
                Response = "RunList",
                Query = [.. RunFilterReader.Query, .. ResourceEndpoints.ListQuery],
            });
        group.MapGet("/{id}", GetAsync)
            .Requires(AccessRequirement.RunsRead)
            .Describes(new ApiOperation("getRun", "One run, with its latest steps, what it waits for and what came of it.") { Response = "Run" });
        group.MapGet("/{id}/report", ReportAsync)
            .Requires(AccessRequirement.RunsRead)
            .Describes(new ApiOperation("getRunReport", "What a run did, what it cost, who approved what, which limits it met; as text with Accept: text/markdown.") { Response = "RunReport" });
        group.MapPost("/{id}/complete", CompleteAsync)
            .Requires(AccessRequirement.RunsControl)
            .Describes(new ApiOperation("completeRun", "Closes a run whose agent lives elsewhere; everywhere within 2 s. The same outcome again changes nothing.") { Request = "RunComplete", Response = "Run", Status = 202 });
        group.MapPost("/{id}/outcome", JudgeAsync)
            .Requires(AccessRequirement.RunsStart)
            .Describes(new ApiOperation("judgeRun", "Says what came of a run that is over; never for its agent itself. What the run used and learned from memory gains or loses by it.") { Request = "RunOutcome", Response = "RunVerdict" });
    }

    /// <summary>Who reads runs.</summary>
    public static RunViewer Reader(HttpContext context) => RunViewer.Of(context.GetCaller(), AccessScopes.TracesRead, own: AccessScopes.RunsStart);

    /// <summary>Who steers runs.</summary>
    public static RunViewer Controller(HttpContext context) => RunViewer.Of(context.GetCaller(), AccessScopes.RunsStart);

    public static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    /// <summary>Writes a run as it is now.</summary>
    public static async Task WriteAsync(HttpContext context, int status, RunViewer viewer, string runId)
    {
        var outcome = await context.RequestServices.GetRequiredService<RunDetailReader>().GetAsync(viewer, runId, context.RequestAborted);
        if (outcome.Value is not { } detail)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        var usage = await context.RequestServices.GetRequiredService<IRunUsage>().FindAsync(viewer.TenantId, detail.Run, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, status, json => RunWriting.WriteWhole(json, detail, usage));
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var filter = RunFilterReader.Read(name => context.Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null);
        if (filter.Value is not { } wanted)
        {
            await context.WriteErrorAsync(filter.Error!);
            return;
        }

        var outcome = await context.RequestServices.GetRequiredService<RunReader>().ListAsync(Reader(context), wanted, limit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, RunWriting.Write);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static Task GetAsync(HttpContext context) => WriteAsync(context, 200, Reader(context), Id(context));

    private static async Task ReportAsync(HttpContext context)
    {
        var outcome = await context.RequestServices.GetRequiredService<RunReportReader>().GetAsync(Reader(context), Id(context), context.RequestAborted);
        if (outcome.Value is not { } report) await context.WriteErrorAsync(outcome.Error!);
        else if (RunReportMarkdown.IsWanted(context.Request)) await RunReportMarkdown.WriteAsync(context, report);
        else await ResourceWriter.WriteJsonAsync(context, 200, json => RunReportWriting.Write(json, report));
    }

    private static async Task CompleteAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.RunComplete, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var viewer = Controller(context);
        var outcome = await context.RequestServices.GetRequiredService<RunCompletion>().CompleteAsync(viewer, Id(context), RunOutcomes.Find(JsonText.Of(body, "outcome"))!.Value, context.RequestAborted);
        if (outcome.Value is not { } run)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        // Of anybody but the agent it is a verdict as well.
        if (context.GetCaller().Principal.Kind != PrincipalKind.Agent) await context.RequestServices.GetRequiredService<RunVerdicts>().GiveAsync(viewer, run.Id, run.Outcome == RunOutcome.Success, context.RequestAborted);
        await WriteAsync(context, 202, viewer, run.Id);
    }

    private static async Task JudgeAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.RunOutcome, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var outcome = await context.RequestServices.GetRequiredService<RunVerdicts>().GiveAsync(Controller(context), Id(context), body.GetProperty("success").GetBoolean(), context.RequestAborted);
        if (outcome.Value is { } verdict) await ResourceWriter.WriteJsonAsync(context, 200, json => RunWriting.WriteGiven(json, verdict));
        else await context.WriteErrorAsync(outcome.Error!);
    }
}
