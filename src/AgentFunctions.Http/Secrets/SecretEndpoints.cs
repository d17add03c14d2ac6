using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Secrets;

/// <summary>Secrets: written, listed by name, deleted, never read.</summary>
internal static class SecretEndpoints
{
    private const int MaxBodyBytes = 64 * 1024;

    public static void MapSecrets(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/secrets");
        group.MapGet("", ListAsync)
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation("listSecrets", "Secrets in order of name, without values.") { Response = "SecretInfoList", Query = [("limit", "Entries in a page, 1 to 500; default 50."), ("cursor", "nextCursor of the page before.")] });
        group.MapGet("/{name}", GetAsync)
            .Requires(AccessRequirement.ResourcesRead)
            .Describes(new ApiOperation("getSecret", "One secret, without its value.") { Response = "SecretInfo" });
        group.MapPut("/{name}", PutAsync)
            .Requires(AccessRequirement.SecretsWrite)
            .Describes(new ApiOperation("putSecret", "Stores or replaces a secret; in use everywhere within 2 s.") { Request = "Secret", Response = "SecretInfo" });
        group.MapDelete("/{name}", DeleteAsync)
            .Requires(AccessRequirement.SecretsWrite)
            .Describes(new ApiOperation("deleteSecret", "Deletes a secret; 409 in_use while something names it.") { Status = 204 });
    }

    private static async Task ListAsync(HttpContext context)
    {
        if (!ResourceEndpoints.TryReadPaging(context.Request, out var limit, out var cursor))
        {
            await context.WriteErrorAsync(ResourceEndpoints.InvalidLimit);
            return;
        }

        var outcome = await Store(context).ListAsync(context.GetActor(), limit, cursor, context.RequestAborted);
        if (outcome.Value is not { } page)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        await ResourceWriter.WriteListAsync(context, page.Items, page.NextCursor, Write);
    }

    private static async Task GetAsync(HttpContext context)
    {
        var outcome = await Store(context).GetAsync(context.GetActor(), Name(context), context.RequestAborted);
        if (outcome.Value is { } info) await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, info));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task PutAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.Secret, MaxBodyBytes, emptyIsObject: false) is not { } body) return;
        var hosts = body.GetProperty("hosts").EnumerateArray().Select(h => h.GetString()!).ToList();
        var write = new SecretWrite(body.GetProperty("value").GetString()!, hosts) { Team = JsonText.Of(body, "team") };
        if (JsonText.Of(body, "overlap") is { } overlap) write = write with { Overlap = TimeSpan.ParseExact(overlap, ["c"], CultureInfo.InvariantCulture) };
        var outcome = await Store(context).PutAsync(context.GetActor(), Name(context), write, context.RequestAborted);
        if (outcome.Value is { } info) await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, info));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task DeleteAsync(HttpContext context)
    {
        var outcome = await Store(context).DeleteAsync(context.GetActor(), Name(context), context.RequestAborted);
        if (outcome.Error is null) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await context.WriteErrorAsync(outcome.Error);
    }

    private static void Write(Utf8JsonWriter json, SecretInfo info)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, info.Name);
        json.WriteStartArray("hosts"u8);
        foreach (var host in info.Hosts) json.WriteStringValue(host);
        json.WriteEndArray();
        if (info.Team is { } team) json.WriteString("team"u8, team);
        if (info.Version > 0) json.WriteNumber("version"u8, info.Version);
        json.WriteString("updatedAt"u8, info.UpdatedAt);
        if (info.PreviousUntil is { } until) json.WriteString("previousUntil"u8, until);
        json.WriteEndObject();
    }

    private static string Name(HttpContext context) => (string)context.GetRouteValue("name")!;

    private static SecretStore Store(HttpContext context) => context.RequestServices.GetRequiredService<SecretStore>();
}
