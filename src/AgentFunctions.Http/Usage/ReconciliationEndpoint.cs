using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Usage.Reading;
using AgentFunctions.Core.Usage.Reconciling;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Usage;

/// <summary><c>GET /api/usage/reconciliation</c>: whether ledger, events and rollups agree. Speaks of all scopes, so it is for who sees all of them.</summary>
internal static class ReconciliationEndpoint
{
    public static async Task GetAsync(HttpContext context)
    {
        var (services, actor) = (context.RequestServices, context.GetActor());
        if (!actor.Access.Covers(AccessScopes.UsageRead, null))
        {
            await context.WriteErrorAsync(ApiErrors.NotEntitled("The reconciliation speaks of the whole tenant; it needs usage:read there, not in a team."));
            return;
        }

        var span = UsageSpan.Parse(First(context, "from"), First(context, "to"), services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (span.Error is { } error)
        {
            await context.WriteErrorAsync(error);
            return;
        }

        var result = await services.GetRequiredService<UsageReconciler>().RunAsync(actor.TenantId, span.Value!.From, span.Value.To, context.RequestAborted);
        await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, result));
    }

    private static string? First(HttpContext context, string name) => context.Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null;

    private static void Write(Utf8JsonWriter json, UsageReconciliation result)
    {
        json.WriteStartObject();
        json.WriteString("from"u8, result.From);
        json.WriteString("to"u8, result.To);
        json.WriteString("checkedAt"u8, result.CheckedAt);
        json.WriteNumber("counters"u8, result.Counters);
        json.WriteNumber("pendingEvents"u8, result.PendingEvents);
        json.WriteStartArray("items"u8);
        foreach (var item in result.Items)
        {
            json.WriteStartObject();
            json.WriteString("scope"u8, item.Scope);
            json.WriteString("unit"u8, item.Unit);
            json.WriteString("window"u8, item.Window);
            WriteAmount(json, "settled", item.Unit, item.Settled);
            WriteAmount(json, "used", item.Unit, item.Used);
            WriteAmount(json, "difference", item.Unit, item.Difference);
            json.WriteString("status"u8, JsonNamingPolicy.CamelCase.ConvertName(item.Status.ToString()));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Money as everywhere; all else as numbers.</summary>
    private static void WriteAmount(Utf8JsonWriter json, string name, string unit, long amount)
    {
        if (unit == "usd") json.WriteString(name, UsageWriting.Money(amount));
        else json.WriteNumber(name, amount);
    }
}
