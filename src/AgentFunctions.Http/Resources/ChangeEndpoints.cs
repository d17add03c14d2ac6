using System.Text.Json;
using AgentFunctions.Core.Resources.Feed;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Resources;

/// <summary><c>GET /api/changes</c>: who changed what, in order.</summary>
internal static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/changes", ListAsync)
        .Requires(AccessRequirement.AuditRead)
        .Describes(new ApiOperation("listChanges", "Changes of the declared state, the oldest first.")
        {
            Response = "TenantChangeList",
            Query = [("from", "A sequence number (that change and later ones) or an RFC 3339 time; all when left out."), ("keyId", "Only what was done with this key."), .. ResourceEndpoints.ListQuery],
        });

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var feed = context.RequestServices.GetRequiredService<ChangeFeed>();
        var outcome = await feed.ListAsync(context.GetActor(), context.Request.Query["from"], Key(context.Request), limit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, Write);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static string? Key(HttpRequest request) => request.Query["keyId"] is [{ Length: > 0 } id, ..] ? id : null;

    internal static void Write(Utf8JsonWriter json, TenantChange change)
    {
        json.WriteStartObject();
        json.WriteNumber("sequence"u8, change.Sequence);
        json.WriteString("at"u8, change.At);
        json.WriteString("by"u8, change.By);
        if (change.KeyId is { } key) json.WriteString("keyId"u8, key);
        if (change.RequestId is { } request) json.WriteString("requestId"u8, request);
        json.WriteStartArray("resources"u8);
        foreach (var resource in change.Resources)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, resource.Kind);
            json.WriteString("id"u8, resource.Id);
            json.WriteNumber("version"u8, resource.Version);
            json.WriteString("operation"u8, resource.Operation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
