using System.Text.Json;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Quotas.States;
using AgentFunctions.Http.Authentication;
using AgentFunctions.Http.Errors;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.OpenApi;
using AgentFunctions.Http.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Quotas;

/// <summary><c>GET /api/quotas/{id}/state</c>: what is settled, held and left.</summary>
internal static class QuotaEndpoints
{
    public static void MapQuotas(this IEndpointRouteBuilder endpoints) => endpoints.MapGet("/api/quotas/{id}/state", GetStateAsync)
        .Requires(AccessRequirement.ResourcesRead)
        .Describes(new ApiOperation("getQuotaState", "Where a quota stands in the window of now.")
        {
            Response = "QuotaState",
            Query =
            [
                ("scope", "Which of the things that a wildcard quota covers, such as agents/demo; required for those, else left out."),
                ("run", "The run, for quotas with the window run; required for those unless the scope is a run, else left out."),
            ],
        });

    private static async Task GetStateAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var states = context.RequestServices.GetRequiredService<QuotaStates>();
        var outcome = await states.GetAsync(context.GetActor(), (string)context.GetRouteValue("id")!, Text(query["scope"]), Text(query["run"]), context.RequestAborted);
        if (outcome.Value is { } state) await ResourceWriter.WriteJsonAsync(context, 200, json => Write(json, state));
        else await context.WriteErrorAsync(outcome.Error!);
    }

    /// <summary>Several values are joined and so are no scope.</summary>
    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static void Write(Utf8JsonWriter json, QuotaState state)
    {
        var (at, limit) = (state.Limit, state.Limit.Limit);
        json.WriteStartObject();
        json.WriteString("scope"u8, limit.Scope.ToString());
        json.WriteString("unit"u8, Name(limit.Unit));
        json.WriteString("window"u8, limit.Window == LimitWindow.None ? null : Name(limit.Window));
        json.WriteString("windowId"u8, at.WindowId);
        json.WriteString("mode"u8, Name(limit.Mode));
        WriteAmount(json, "amount", limit.Unit, limit.Amount);
        WriteAmount(json, "settled", limit.Unit, at.Settled);
        WriteAmount(json, "held", limit.Unit, at.Held);
        WriteAmount(json, "remaining", limit.Unit, at.Remaining);
        WriteAmount(json, "overrun", limit.Unit, at.Overrun);
        WriteTime(json, "resetsAt", at.ResetsAt);
        WriteTime(json, "exhaustedAt", state.ExhaustedAt);
        json.WritePropertyName("temporary"u8);
        WriteTemporary(json, limit.Unit, state.Temporary);
        json.WriteEndObject();
    }

    private static void WriteTemporary(Utf8JsonWriter json, LimitUnit unit, TemporaryAmountSpec? temporary)
    {
        if (temporary is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        if (QuotaAmounts.Parse(unit, temporary.Amount, out var amount) is null) WriteAmount(json, "amount", unit, amount);
        json.WriteString("until"u8, temporary.Until.ToUniversalTime());
        json.WriteString("reason"u8, temporary.Reason);
        json.WriteEndObject();
    }

    /// <summary>Money is a decimal string, everything else a whole number.</summary>
    private static void WriteAmount(Utf8JsonWriter json, string name, LimitUnit unit, long amount)
    {
        if (unit == LimitUnit.Usd) json.WriteString(name, QuotaAmounts.Write(unit, amount));
        else json.WriteNumber(name, amount);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } time) json.WriteString(name, time.ToUniversalTime());
        else json.WriteNull(name);
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
