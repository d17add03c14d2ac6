using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Gateway.Models.Stages;
using AgentFunctions.Http.AgentModels;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Models;

/// <summary>Lists the models a caller may use, and nothing about any other.</summary>
internal static class ModelList
{
    private const string Owner = "agentfunctions";

    public static async Task ListAsync(HttpContext context)
    {
        var caller = context.GetCaller();
        var models = ModelAccess.Usable(caller).Where(static id => !id.StartsWith(AgentModelRequest.Prefix, StringComparison.Ordinal)).Concat(await AgentsAsync(context)).ToArray();
        await WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var model in models) WriteModel(json, model);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public static async Task GetAsync(HttpContext context)
    {
        var caller = context.GetCaller();
        var id = Uri.UnescapeDataString(context.Request.RouteValues["id"] as string ?? "");
        if (IsUsable(caller, id) || (id.StartsWith(AgentModelRequest.Prefix, StringComparison.Ordinal) && await IsAgentAsync(context, id))) await WriteAsync(context, json => WriteModel(json, id));
        else await context.WriteErrorAsync(ModelAccess.NotFound(id, caller));
    }

    /// <summary>Agents that may be called as models, where the host runs agents.</summary>
    private static ValueTask<IReadOnlyList<string>> AgentsAsync(HttpContext context) =>
        context.RequestServices.GetService<IWorkflowClient>() is null ? new([]) : AgentModelAccess.UsableAsync(context.GetCaller(), context.RequestAborted);

    private static async ValueTask<bool> IsAgentAsync(HttpContext context, string id) =>
        context.RequestServices.GetService<IWorkflowClient>() is not null && await AgentModelAccess.IsUsableAsync(context.GetCaller(), id[AgentModelRequest.Prefix.Length..], context.RequestAborted);

    private static bool IsUsable(Caller caller, string id) => id.EndsWith('*')
        ? ModelAccess.Usable(caller).Contains(id)
        : caller.ControlPlane.ResolveModel(id) is not null && ModelAccess.IsAllowed(caller, id);

    private static void WriteModel(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, 0);
        json.WriteString("owned_by"u8, Owner);
        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, JsonOutput.Options)) write(json);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
