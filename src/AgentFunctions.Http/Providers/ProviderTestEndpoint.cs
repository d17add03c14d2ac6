using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Gateway.Models.ProviderTests;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Providers;

/// <summary><c>POST /api/providers/{id}/test</c>: one call for one token; the answer says what is wrong.</summary>
internal static class ProviderTestEndpoint
{
    private const int MaxBodyBytes = 4 * 1024;

    public static void MapProviderTest(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/api/providers/{id}/test", TestAsync)
            .Requires(AccessRequirement.ResourcesWrite)
            .Describes(new ApiOperation("testProvider", "Asks the provider for one token and says what is wrong.") { Request = "ProviderTest", Response = "ProviderTestResult" });

    private static async Task TestAsync(HttpContext context)
    {
        if (await JsonRequestBody.ReadAsync(context, JsonRequest.ProviderTest, MaxBodyBytes, emptyIsObject: true) is not { } body) return;
        var caller = context.GetCaller();
        var id = (string)context.GetRouteValue("id")!;
        if (!caller.ControlPlane.Providers.ContainsKey(id) || !caller.Access.Covers(AccessScopes.ResourcesWrite, null))
        {
            // Providers belong to the tenant: whoever has the right in teams only neither sees nor uses them.
            await context.WriteErrorAsync(caller.Access.Covers(AccessScopes.ResourcesRead, null) && caller.ControlPlane.Providers.ContainsKey(id)
                ? ApiErrors.NotEntitled("This key may do resources:write in some teams only, and providers belong to the tenant.")
                : ApiErrors.NotFound("id", $"providers/{id} does not exist in this tenant."));
            return;
        }

        var named = body.TryGetProperty("deployment", out var value) ? new TargetSpec { Provider = id, Deployment = value.GetString() } : null;
        if ((named ?? ProviderTest.FindTarget(caller.ControlPlane, id)) is not { } target)
        {
            await context.WriteErrorAsync(ApiErrors.InvalidRequest("deployment", "No model declares a deployment at this provider; name one: {\"deployment\":\"...\"}."));
            return;
        }

        var test = context.RequestServices.GetRequiredService<ProviderTest>();
        var result = await test.RunAsync(caller, context.GetRequestId(), target, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, result));
    }

    private static void Write(Utf8JsonWriter json, ProviderTestResult result)
    {
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, result.IsOk);
        json.WriteString("deployment"u8, result.Deployment);
        if (result.UpstreamStatus == 0) json.WriteNull("upstreamStatus"u8);
        else json.WriteNumber("upstreamStatus"u8, result.UpstreamStatus);
        json.WriteNumber("elapsedMs"u8, (long)result.Elapsed.TotalMilliseconds);
        json.WriteString("message"u8, result.Message);
        json.WriteEndObject();
    }
}
