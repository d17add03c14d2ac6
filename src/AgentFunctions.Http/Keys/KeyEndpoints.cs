using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Keys;

/// <summary>The life of keys beyond the generic surface: issue, rotate, revoke, look up.</summary>
internal static class KeyEndpoints
{
    private const int MaxBodyBytes = 16 * 1024;

    public static void MapKeys(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/api/keys").Requires(AccessRequirement.KeysWrite);
        group.MapPost("", CreateAsync)
            .Describes(new ApiOperation("createKey", "Issues a key for an agent or a principal; the key is shown this once.") { Request = "KeyCreate", Response = "IssuedKey", Status = 201 });
        group.MapPost("/lookup", LookUpAsync)
            .Describes(new ApiOperation("lookUpKey", "Which key a text is.") { Request = "KeyLookup", Response = "KeyStatus" });
        group.MapPost("/{id}/rotate", RotateAsync)
            .Describes(new ApiOperation("rotateKey", "Issues a new secret; earlier ones work until the overlap ends.") { Request = "KeyRotate", Response = "IssuedKey" });
        group.MapPost("/{id}/revoke", RevokeAsync)
            .Describes(new ApiOperation("revokeKey", "Ends a key for good, everywhere within 2 s.") { Response = "Key" });
    }

    private static async Task CreateAsync(HttpContext context)
    {
        if (await ReadAsync(context, JsonRequest.KeyCreate) is not { } body) return;
        DateTimeOffset? expiresAt = null;
        if (JsonText.Of(body, "expiresAt") is { } text)
        {
            if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            {
                await context.WriteErrorAsync(ApiErrors.InvalidRequest("expiresAt", "expiresAt is not a date that exists."));
                return;
            }

            expiresAt = parsed;
        }

        var spec = new KeySpec
        {
            Agent = JsonText.Of(body, "agent"), Principal = JsonText.Of(body, "principal"), ExpiresAt = expiresAt, Models = JsonText.ListOf(body, "models"), Sources = JsonText.ListOf(body, "sources"),
        };
        var outcome = await Keys(context).CreateAsync(context.GetActor(), JsonText.Of(body, "id"), spec, context.RequestAborted);
        if (outcome.Value is { } issued) context.Response.Headers.Location = $"/api/keys/{Uri.EscapeDataString(issued.Entry.Id)}";
        await WriteAsync(context, 201, outcome);
    }

    private static async Task RotateAsync(HttpContext context)
    {
        if (await ReadAsync(context, JsonRequest.KeyRotate) is not { } body) return;
        var overlap = JsonText.Of(body, "overlap") is { } text ? TimeSpan.ParseExact(text, ["c"], CultureInfo.InvariantCulture) : KeyService.DefaultOverlap;
        await WriteAsync(context, 200, await Keys(context).RotateAsync(context.GetActor(), Id(context), overlap, context.RequestAborted));
    }

    private static async Task RevokeAsync(HttpContext context)
    {
        var outcome = await Keys(context).RevokeAsync(context.GetActor(), Id(context), context.RequestAborted);
        if (outcome.Value is { } entry) await ResourceWriter.WriteAsync(context, 200, entry);
        else await context.WriteErrorAsync(outcome.Error!);
    }

    private static async Task LookUpAsync(HttpContext context)
    {
        if (await ReadAsync(context, JsonRequest.KeyLookup) is not { } body) return;
        var outcome = await Keys(context).LookUpAsync(context.GetActor(), JsonText.Of(body, "key")!, context.RequestAborted);
        if (outcome.Value is not { } entry)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        await ResourceWriter.WriteJsonAsync(context, 200, json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, entry.Id);
            json.WriteString("tenant"u8, entry.TenantId);
            if (JsonText.Of(entry.Spec, "agent") is { } agent) json.WriteString("agent"u8, agent);
            if (JsonText.Of(entry.Spec, "principal") is { } principal) json.WriteString("principal"u8, principal);
            json.WriteString("status"u8, entry.Status);
            if (entry.LastUsedAt is { } used) json.WriteString("lastUsedAt"u8, used);
            json.WriteEndObject();
        });
    }

    private static Task WriteAsync(HttpContext context, int status, Outcome<IssuedKey> outcome)
    {
        if (outcome.Value is not { } issued) return context.WriteErrorAsync(outcome.Error!);
        context.Response.Headers.ETag = ResourceWriter.ETag(issued.Entry);
        return ResourceWriter.WriteJsonAsync(context, status, json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, issued.Entry.Id);
            json.WriteString("key"u8, issued.Key);
            foreach (var name in (ReadOnlySpan<string>)["agent", "principal", "expiresAt", "models", "sources"])
            {
                if (!issued.Entry.Spec.TryGetProperty(name, out var value)) continue;
                json.WritePropertyName(name);
                value.WriteTo(json);
            }

            json.WriteString("createdAt"u8, issued.Entry.CreatedAt);
            json.WriteEndObject();
        });
    }

    private static ValueTask<JsonElement?> ReadAsync(HttpContext context, JsonRequest schema) => JsonRequestBody.ReadAsync(context, schema, MaxBodyBytes, emptyIsObject: true);

    private static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    private static KeyService Keys(HttpContext context) => context.RequestServices.GetRequiredService<KeyService>();
}
