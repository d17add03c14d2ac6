using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Following;
using AgentFunctions.Core.Runs.Starting;
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

/// <summary>Starts runs of agents and workflows: 202 at once, or the run itself once it has ended, for who waits.</summary>
internal static class RunStartEndpoints
{
    private const int MaxBodyBytes = 1024 * 1024;

    private static readonly (string Name, string Description)[] Query = [("team", "The team that it belongs to; another one is refused. It can be left out: a run is of the team of what it runs.")];

    public static void MapRunStarts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/agents/{id}/runs", context => StartAsync(context, RunTargetKind.Agent))
            .Requires(AccessRequirement.RunsControl)
            .Describes(new ApiOperation("startAgent", "Starts a run of an agent: its own key, or runs:start for its team.") { Request = "RunStart", Response = "Run", Status = 202, Query = Query, Headers = RunHeaders.Start });
        endpoints.MapPost("/api/workflows/{id}/runs", context => StartAsync(context, RunTargetKind.Workflow))
            .Requires(AccessRequirement.RunsStart)
            .Describes(new ApiOperation("startWorkflow", "Starts a run of a workflow: runs:start for its team.") { Request = "RunStart", Response = "Run", Status = 202, Query = Query, Headers = RunHeaders.Start });
    }

    /// <summary>Answers a start: with the run once it has ended, where the caller waits for that.</summary>
    public static async Task WriteStartedAsync(HttpContext context, Outcome<Run> outcome)
    {
        if (outcome.Value is not { } run)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        if (RunHeaders.Wait(context.Request) is { } wait)
        {
            context.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={(int)wait.TotalSeconds}");
            run = await context.RequestServices.GetRequiredService<RunFeed>().WaitForEndAsync(context.GetCaller().Principal.TenantId, run.Id, wait, context.RequestAborted) ?? run;
            if (RunStatuses.IsClosed(run.Status))
            {
                // Who may start it may read it.
                await RunEndpoints.WriteAsync(context, 200, RunViewer.Of(context.GetCaller(), AccessScopes.RunsStart), run.Id);
                return;
            }
        }

        context.Response.Headers.Location = $"/api/runs/{run.Id}";
        await ResourceWriter.WriteJsonAsync(context, 202, json => RunWriting.Write(json, run));
    }

    private static async Task StartAsync(HttpContext context, RunTargetKind kind)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.RunStart, MaxBodyBytes, emptyIsObject: true) is not { } body) return;
        var limits = RunRequestLimits.Read(body.TryGetProperty("limits", out var asked) ? asked : null);
        var key = RunHeaders.IdempotencyKey(context.Request);
        var unfit = RunHeaders.ReadEndUser(context.Request, JsonText.Of(body, "endUser"), out var endUser);
        if ((limits.Error ?? key.Error ?? unfit) is { } wrong)
        {
            await context.WriteErrorAsync(wrong);
            return;
        }

        var target = new RunTarget(kind, RunEndpoints.Id(context));
        if (!ResourceIds.IsValid(target.Id))
        {
            await context.WriteErrorAsync(ApiErrors.NotFound("id", $"{target.ResourceKind}/{target.Id} does not exist in this tenant."));
            return;
        }

        var request = new RunRequest
        {
            Target = target,
            Input = body.TryGetProperty("input", out var input) ? input : Null,
            Session = JsonText.Of(body, "sessionId"),
            EndUser = endUser,
            Team = context.Request.Query["team"] is [{ Length: > 0 } team, ..] ? team : null,
            Limits = limits.Value!,
            IdempotencyKey = key.Value?.Length > 0 ? key.Value : null,
        };
        await WriteStartedAsync(context, await context.RequestServices.GetRequiredService<RunStarter>().StartAsync(RunInitiator.Of(context.GetCaller()), request, context.RequestAborted));
    }

    private static JsonElement Null { get; } = JsonDocument.Parse("null").RootElement;
}
