using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Resources;

/// <summary><c>PUT /api/resources</c>: many resources, all or nothing; <c>GET</c>: everything one may see, ready to be applied again.</summary>
internal static class ResourceSetEndpoints
{
    public static void MapResourceSets(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/resources");
        group.MapPut("", PutAsync)
            .Requires(AccessRequirement.ResourcesWrite)
            .Describes(new ApiOperation("putResources", "Applies a set of resources, all or nothing.")
            {
                Request = "ResourceSet",
                Response = "ResourceSetResult",
                Query =
                [
                    ("dryRun", "true: say what would happen and write nothing."), ("prune", "true: delete what managedBy owns and the set lacks."),
                    ("force", "true: take over what another managedBy owns."), ("managedBy", "The set that owns the resources; where the body does not say."),
                ],
            });
        group.MapGet("", ExportAsync)
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation("exportResources", "Everything the key may see, in an order in which it can be applied; no secrets.")
            {
                Response = "ResourceExport", Query = [("managedBy", "Only what this set owns.")],
            });
    }

    private static async Task PutAsync(HttpContext context)
    {
        var (set, error) = await ResourceSetBody.ReadAsync(context.Request, context.RequestAborted);
        if (error is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        var outcome = await Sets(context).ApplyAsync(context.GetActor(), set!, context.RequestAborted);
        if (outcome.Value is { } result) await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, result));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task ExportAsync(HttpContext context)
    {
        var managedBy = context.Request.Query["managedBy"] is { Count: > 0 } values ? values[0] : null;
        var entries = new List<ResourceEntry>();
        await foreach (var entry in Sets(context).ExportAsync(context.GetActor(), managedBy, context.RequestAborted)) entries.Add(entry);
        await ResourceWriter.WriteListAsync(context, entries, null, ResourceWriter.Write);
    }

    private static void Write(Utf8JsonWriter json, ResourceSetResult result)
    {
        json.WriteStartObject();
        json.WriteBoolean("dryRun"u8, result.DryRun);
        json.WriteNumber("sequence"u8, result.Sequence);
        json.WriteStartArray("changes"u8);
        foreach (var change in result.Changes) Write(json, change);
        json.WriteEndArray();
        json.WriteStartObject("summary"u8);
        foreach (var action in (ReadOnlySpan<string>)["create", "update", "delete", "unchanged"]) json.WriteNumber(action, result.Changes.Count(c => c.Action == action));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ResourceSetChange change)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, change.Kind);
        json.WriteString("id"u8, change.Id);
        json.WriteString("action"u8, change.Action);
        json.WriteNumber("version"u8, change.Version);
        json.WriteStartArray("diff"u8);
        foreach (var difference in change.Differences)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, difference.Path);
            Write(json, "from"u8, difference.From);
            Write(json, "to"u8, difference.To);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Left out where there was or will be no value, which is not the same as null.</summary>
    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is not { } element) return;
        json.WritePropertyName(name);
        element.WriteTo(json);
    }

    private static ResourceSets Sets(HttpContext context) => context.RequestServices.GetRequiredService<ResourceSets>();
}
