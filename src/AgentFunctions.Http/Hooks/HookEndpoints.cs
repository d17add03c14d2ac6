using AgentFunctions.Core.Subscriptions.Hooks;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Hooks;

/// <summary>Takes calls of others' webhooks. They carry no key; their signature counts.</summary>
internal static class HookEndpoints
{
    public static void MapHooks(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/api/hooks/{tenant}/{subscription}", ReceiveAsync)
        .Requires(AccessRequirement.Anonymous)
        .Describes(new ApiOperation("receiveWebhook", "Takes a call of a webhook that a subscription declares, by its signature, as an event.") { Response = "ReceivedWebhook", Status = 202 });

    private static async Task ReceiveAsync(HttpContext context)
    {
        var (body, error) = await RequestBody.ReadAnyAsync(context.Request, HookCall.MaxBodyBytes, context.RequestAborted);
        if (error is not null)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        var headers = context.Request.Headers.GroupBy(static h => h.Key.ToLowerInvariant(), StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => string.Join(',', g.SelectMany(static h => h.Value)), StringComparer.Ordinal);
        var call = new HookCall((string)context.GetRouteValue("tenant")!, (string)context.GetRouteValue("subscription")!, headers, context.Request.ContentType, body);
        var outcome = await context.RequestServices.GetRequiredService<HookReceiver>().ReceiveAsync(call, context.RequestAborted);
        if (outcome.Value is not { } published)
        {
            await context.WriteErrorAsync(outcome.Error!);
            return;
        }

        // What it set off is no business of the caller.
        await ResourceWriter.WriteJsonAsync(context, 202, json =>
        {
            json.WriteStartObject();
            json.WriteString("id"u8, published.Id);
            json.WriteEndObject();
        });
    }
}
