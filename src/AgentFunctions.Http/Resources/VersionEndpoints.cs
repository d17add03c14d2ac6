using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Resources.History;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Resources;

/// <summary>Every version of every resource, and the way back to one.</summary>
internal static class VersionEndpoints
{
    private const int MaxBodyBytes = 4 * 1024;

    public static void MapVersions(this IEndpointRouteBuilder endpoints)
    {
        foreach (var kind in ResourceKinds.All)
        {
            var one = ResourceSchemaSource.ComponentOf(kind);
            var group = endpoints.MapGroup($"/api/{kind.Name}/{{id}}");
            group.MapGet("/versions", context => ListAsync(context, kind))
                .Requires(AccessRequirement.ResourcesRead)
                .Describes(new ApiOperation($"list{one}Versions", $"Versions of one of the {kind.Name}, the newest first.") { Response = "ResourceVersionList", Query = ResourceEndpoints.ListQuery });
            group.MapGet("/versions/{version}", context => GetAsync(context, kind))
                .Requires(AccessRequirement.ResourcesRead)
                .Describes(new ApiOperation($"get{one}Version", $"One version of one of the {kind.Name}.") { Response = "ResourceVersion" });
            group.MapPost("/restore", context => RestoreAsync(context, kind))
                .Requires(AccessRequirement.Writing(kind))
                .Describes(new ApiOperation($"restore{one}", "Writes the spec of an earlier version again, as a new version.") { Request = "VersionRestore", Response = one, Headers = ResourceEndpoints.WriteHeaders[..1] });
        }
    }

    private static async Task ListAsync(HttpContext context, ResourceKind kind)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var outcome = await History(context).ListAsync(context.GetActor(), kind, Id(context), limit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, Write);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task GetAsync(HttpContext context, ResourceKind kind)
    {
        _ = long.TryParse((string)context.GetRouteValue("version")!, NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        var outcome = await History(context).GetAsync(context.GetActor(), kind, Id(context), version, context.RequestAborted);
        if (outcome.Value is { } found) await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, found));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task RestoreAsync(HttpContext context, ResourceKind kind)
    {
        var (condition, invalid) = WriteConditions.Read(context.Request);
        if (invalid is not null)
        {
            await context.WriteErrorAsync(invalid);
            return;
        }

        if (await JsonRequestBody.ReadAsync(context, JsonRequest.VersionRestore, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var outcome = await History(context).RestoreAsync(context.GetActor(), kind, Id(context), body.GetProperty("version").GetInt64(), condition, context.RequestAborted);
        if (outcome.Value is { } write) await ResourceWriter.WriteAsync(context, 200, write.Entry);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static void Write(Utf8JsonWriter json, ResourceVersion version)
    {
        json.WriteStartObject();
        json.WriteNumber("version"u8, version.Version);
        json.WriteString("operation"u8, version.Operation);
        json.WriteString("at"u8, version.At);
        json.WriteString("by"u8, version.By);
        json.WriteNumber("sequence"u8, version.Sequence);
        if (version.ManagedBy is { } owner) json.WriteString("managedBy"u8, owner);
        if (version.State is { } state)
        {
            json.WritePropertyName("state"u8);
            ResourceWriter.WriteState(json, state);
        }

        json.WritePropertyName("spec"u8);
        if (version.Spec is { } spec) spec.WriteTo(json);
        else json.WriteNullValue();
        json.WriteEndObject();
    }

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    private static ResourceHistory History(HttpContext context) => context.RequestServices.GetRequiredService<ResourceHistory>();
}
