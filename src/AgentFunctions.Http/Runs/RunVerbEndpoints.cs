using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Forking;
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

/// <summary>Steers runs, one or many.</summary>
internal static class RunVerbEndpoints
{
    private const int MaxBodyBytes = 1024 * 1024;

    /// <summary>What an agent did is not its own to make disappear.</summary>
    private static readonly ApiError NotForAgents = ApiErrors.NotEntitled("An agent's key may not purge runs; that takes runs:start.");

    public static void MapRunVerbs(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/runs");
        group.MapVerb(RunVerb.Cancel, "Asks a run to end in good order: it starts nothing more, undoes what it can and is then cancelled.");
        group.MapVerb(RunVerb.Suspend, "Holds a run: what comes is kept, nothing new begins.");
        group.MapVerb(RunVerb.Resume, "Lets a suspended run go on.");
        group.MapVerb(RunVerb.Terminate, "Ends a run where it stands, without running any more of it.");
        group.MapVerb(RunVerb.Rewind, "Does again what failed a failed run, which is open then.");
        group.MapVerb(RunVerb.Purge, "Deletes a closed run with all that belongs to it; its id stays used.");
        group.MapPost("/{id}/fork", ForkAsync)
            .Requires(AccessRequirement.RunsControl)
            .Describes(new ApiOperation("forkRun", "Starts a new run from a step of another that the key may read; what came before is taken from its record.") { Request = "RunFork", Response = "Run", Status = 202, Headers = RunHeaders.Start });
        group.MapPost("/bulk", BulkAsync)
            .Requires(AccessRequirement.RunsControl)
            .Describes(new ApiOperation("bulkRuns", "Does something to every run that a filter names, of those that the key may read and steer, at most 500 at once; dryRun only tells which.") { Request = "RunBulk", Response = "RunBulkResult" });
    }

    private static void MapVerb(this IEndpointRouteBuilder group, RunVerb verb, string summary)
    {
        var name = RunVerbs.ToName(verb);
        group.MapPost($"/{{id}}/{name}", context => DoAsync(context, verb))
            .Requires(verb == RunVerb.Purge ? AccessRequirement.RunsStart : AccessRequirement.RunsControl)
            .Describes(new ApiOperation($"{name}Run", summary) { Request = "RunVerb", Response = "Run", Status = 202 });
    }

    private static async Task DoAsync(HttpContext context, RunVerb verb)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.RunVerb, MaxBodyBytes, emptyIsObject: true) is not { } body) return;
        var control = context.RequestServices.GetRequiredService<RunControl>();
        var outcome = await control.DoAsync(RunEndpoints.Controller(context), RunEndpoints.Id(context), verb, JsonText.Of(body, "reason"), context.RequestAborted);
        if (outcome.Value is { } run) await ResourceWriter.WriteJsonAsync(context, 202, json => RunWriting.Write(json, run));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task ForkAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.RunFork, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var key = RunHeaders.IdempotencyKey(context.Request);
        if (key.Error is { } wrong)
        {
            await context.WriteErrorAsync(wrong);
            return;
        }

        body.TryGetProperty("overrides", out var overrides);
        var isGiven = overrides.ValueKind == JsonValueKind.Object;
        var request = new RunForkRequest
        {
            FromStep = JsonText.Of(body, "fromStep")!,
            Input = isGiven && overrides.TryGetProperty("input", out var input) ? input : null,
            Outputs = isGiven && overrides.TryGetProperty("outputs", out var outputs) ? outputs.EnumerateObject().ToDictionary(static o => o.Name, static o => o.Value) : [],
            IdempotencyKey = key.Value!.Length > 0 ? key.Value : null,
        };
        var forking = context.RequestServices.GetRequiredService<RunForking>();
        var outcome = await forking.ForkAsync(RunEndpoints.Reader(context), RunInitiator.Of(context.GetCaller()), RunEndpoints.Id(context), request, context.RequestAborted);
        await RunStartEndpoints.WriteStartedAsync(context, outcome);
    }

    private static async Task BulkAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.RunBulk, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var filter = RunFilterReader.Read(name => JsonText.Of(body.GetProperty("filter"), name));
        if (filter.Value is not { } wanted)
        {
            await context.WriteErrorAsync(filter.Error!);
            return;
        }

        var verb = RunVerbs.Find(JsonText.Of(body, "verb"))!.Value;
        if (verb == RunVerb.Purge && context.GetCaller().Principal.Kind == PrincipalKind.Agent)
        {
            await context.WriteErrorAsync(NotForAgents);
            return;
        }

        var isDryRun = body.TryGetProperty("dryRun", out var dry) && dry.ValueKind == JsonValueKind.True;
        var outcome = await context.RequestServices.GetRequiredService<RunBulk>().DoAsync(RunEndpoints.Reader(context), RunEndpoints.Controller(context), verb, wanted, JsonText.Of(body, "reason"), isDryRun, context.RequestAborted);
        if (outcome.Value is { } result) await ResourceWriter.WriteJsonAsync(context, 200, json => RunWriting.WriteBulk(json, verb, isDryRun, result));
        else await context.WriteErrorAsync(outcome.Error!);
    }
}
