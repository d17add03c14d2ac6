using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Resources;

/// <summary>The generic surface of resources: list, read, create or replace, delete, for every kind the same; and the schemas.</summary>
internal static class ResourceEndpoints
{
    internal static readonly (string Name, string Description)[] ListQuery = [("limit", "Entries in a page, 1 to 500; default 50."), ("cursor", "nextCursor of the page before.")];
    internal static readonly (string Name, string Description)[] WriteHeaders = [("If-Match", "Only if the stored ETag is this one."), ("If-None-Match", "*: only if it does not exist.")];

    internal static ApiError InvalidLimit { get; } = ApiErrors.InvalidRequest("limit", $"limit must be a number from 1 to {ResourceStore.MaxLimit}.");

    public static void MapResources(this IEndpointRouteBuilder endpoints)
    {
        foreach (var kind in ResourceKinds.All) endpoints.MapKind(kind);
        endpoints.MapGet("/api/schemas/{kind}", WriteSchemaAsync)
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation("getSchema", "The JSON Schema of a kind of resource."));
    }

    private static void MapKind(this IEndpointRouteBuilder endpoints, ResourceKind kind)
    {
        var group = endpoints.MapGroup($"/api/{kind.Name}");
        var writing = AccessRequirement.Writing(kind);
        var one = ResourceSchemaSource.ComponentOf(kind);
        group.MapGet("", context => ListAsync(context, kind))
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation($"list{one}s", $"{one}s in order of id.") { Query = ListQuery, Response = $"{one}List" });
        group.MapGet("/{id}", context => GetAsync(context, kind))
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation($"get{one}", $"One of the {kind.Name}.") { Response = one });
        group.MapPut("/{id}", context => PutAsync(context, kind))
            .Requires(writing)
            .Describes(new ApiOperation($"put{one}", $"Creates (201) or replaces (200) one of the {kind.Name}. The same spec again changes nothing.") { Request = one, Response = one, Headers = WriteHeaders });
        group.MapDelete("/{id}", context => DeleteAsync(context, kind))
            .Requires(writing)
            .Describes(new ApiOperation($"delete{one}", $"Deletes one of the {kind.Name}; 409 in_use while something names it.") { Status = 204, Headers = WriteHeaders[..1] });
    }

    private static async Task ListAsync(HttpContext context, ResourceKind kind)
    {
        if (!TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(InvalidLimit);
            return;
        }

        var outcome = await Store(context).ListAsync(context.GetActor(), kind, limit, cursor, context.RequestAborted);
        if (outcome.Value is { } page) await ResourceWriter.WriteAsync(context, page);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task GetAsync(HttpContext context, ResourceKind kind)
    {
        var outcome = await Store(context).GetAsync(context.GetActor(), kind, Id(context), context.RequestAborted);
        if (outcome.Value is not { } entry) await context.WriteErrorAsync(outcome.Error!);
        else if (context.Request.Headers.IfNoneMatch == ResourceWriter.ETag(entry)) NotModified(context, entry);
        else await ResourceWriter.WriteAsync(context, 200, entry);
    }

    private static async Task PutAsync(HttpContext context, ResourceKind kind)
    {
        var (condition, invalid) = WriteConditions.Read(context.Request);
        if (invalid is not null)
        {
            await context.WriteErrorAsync(invalid);
            return;
        }

        var (body, refused) = await RequestBody.ReadAsync(context.Request, ResourceStore.MaxBodyBytes, context.RequestAborted);
        if (refused is not null)
        {
            await context.WriteErrorAsync(refused);
            return;
        }

        var outcome = await Store(context).PutAsync(context.GetActor(), kind, Id(context), body, condition, context.RequestAborted);
        if (outcome.Value is not { } write)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        if (write.Created) context.Response.Headers.Location = $"/api/{kind.Name}/{Uri.EscapeDataString(write.Entry.Id)}";
        await ResourceWriter.WriteAsync(context, write.Created ? 201 : 200, write.Entry);
    }

    private static async Task DeleteAsync(HttpContext context, ResourceKind kind)
    {
        var (condition, invalid) = WriteConditions.Read(context.Request);
        var error = invalid ?? (await Store(context).DeleteAsync(context.GetActor(), kind, Id(context), condition.IfMatch, context.RequestAborted)).Error;
        if (error is null) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await context.WriteErrorAsync(error);
    }

    private static Task WriteSchemaAsync(HttpContext context)
    {
        if (ResourceKinds.Find((string?)context.GetRouteValue("kind")) is not { } kind)
            return context.WriteErrorAsync(ApiErrors.NotFound("kind", $"There is no such kind. Kinds are {string.Join(", ", ResourceKinds.All.Select(k => k.Name))}."));
        context.Response.ContentType = "application/schema+json; charset=utf-8";
        context.Response.ContentLength = kind.SchemaJson.Length;
        return context.Response.Body.WriteAsync(kind.SchemaJson, context.RequestAborted).AsTask();
    }

    /// <summary>Reads <c>limit</c> and <c>cursor</c>; false when limit is no number from 1 to <see cref="ResourceStore.MaxLimit"/>.</summary>
    internal static bool TryReadPaging(HttpRequest request, out int? limit, out string? cursor)
    {
        limit = null;
        cursor = request.Query["cursor"] is { Count: > 0 } given && given[0] is { Length: > 0 } text ? text : null;
        if (request.Query["limit"] is not { Count: > 0 } values) return true;
        if (!int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > ResourceStore.MaxLimit) return false;
        limit = number;
        return true;
    }

    private static void NotModified(HttpContext context, ResourceEntry entry)
    {
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        context.Response.Headers.ETag = ResourceWriter.ETag(entry);
    }

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    private static ResourceStore Store(HttpContext context) => context.RequestServices.GetRequiredService<ResourceStore>();
}
