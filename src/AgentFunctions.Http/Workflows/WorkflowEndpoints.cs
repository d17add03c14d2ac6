using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Definitions.Reading;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using AgentFunctions.Workflows.Definitions.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Workflows;

/// <summary><c>POST /api/workflows/{id}/test</c>: a trial with a script. <c>GET /api/workflows/{id}/diagram</c>: how it goes.</summary>
internal static class WorkflowEndpoints
{
    private const int MaxTestBytes = 2 * 1024 * 1024;

    public static void MapWorkflows(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/api/workflows/{id}/test", TestAsync)
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation("testWorkflow", "Runs a workflow in memory with scripted models, tools, people and time; nothing is stored, called or charged.") { Request = "WorkflowTest", Response = "WorkflowTestReport" });
        endpoints.MapGet("/api/workflows/{id}/diagram", DrawAsync)
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation("getWorkflowDiagram", "The workflow as a Mermaid flowchart.") { MediaType = "text/plain" });
    }

    private static async Task TestAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.WorkflowTest, MaxTestBytes, emptyIsObject: true) is not { } body) return;
        var id = (string)context.GetRouteValue("id")!;
        var workflows = new TriedWorkflow(context.RequestServices.GetRequiredService<ResourceStore>(), context.RequestServices.GetRequiredService<Core.Resources.Sets.ResourceSets>());
        var tried = await workflows.FindAsync(context.GetActor(), id, body.TryGetProperty("definition", out var given) ? given : null, context.RequestAborted);
        if (tried.Error is { } error)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        var (report, refusal) = await TryAsync(context, id, tried.Value!, DefinitionTestScript.Read(body));
        if (refusal is null) await ResourceWriter.WriteJsonAsync(context, 200, report.WriteTo);
        else await context.WriteErrorAsync(refusal);
    }

    private static async ValueTask<(JsonElement Report, ApiError? Error)> TryAsync(HttpContext context, string id, TriedWorkflow.Trial trial, DefinitionTestScript script)
    {
        var slots = context.RequestServices.GetRequiredService<TrialSlots>();
        if (!slots.TryEnter()) return (default, TrialSlots.Full);
        try
        {
            return await DefinitionTest.RunAsync(id, trial.Spec, script, context.GetCaller(), trial.Tools, context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestAborted);
        }
        finally
        {
            slots.Leave();
        }
    }

    private static async Task DrawAsync(HttpContext context)
    {
        var found = await context.RequestServices.GetRequiredService<ResourceStore>().GetAsync(context.GetActor(), ResourceKinds.Workflows, (string)context.GetRouteValue("id")!, context.RequestAborted);
        if (found.Value is not { } entry)
        {
            await context.WriteErrorAsync(found.Error!);
            return;
        }

        var text = Encoding.UTF8.GetBytes(DefinitionDiagram.Draw(DefinitionReader.Read(entry.Spec)));
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        await context.Response.Body.WriteAsync(text, context.RequestAborted);
    }
}
