using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Approvals;

/// <summary>
/// What people are shown and what their approval is bound to: the tool and its version, the arguments, exactly what will be sent (but for the credential), the agent as it is declared, and the limits that it runs under. If any
/// of it is another when the call is to be sent, it is another action; a state that was set and lifted in between is no part of it.
/// </summary>
internal static class ToolAction
{
    public static JsonElement Of(ToolContext context)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer)) Write(json, context);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    /// <summary>Whether an action is the same call, whatever has changed around it.</summary>
    public static bool IsSameCall(JsonElement one, JsonElement other) =>
        one.TryGetProperty("tool", out var tool) && other.TryGetProperty("tool", out var otherTool) && JsonElement.DeepEquals(tool, otherTool)
        && one.TryGetProperty("arguments", out var arguments) && other.TryGetProperty("arguments", out var otherArguments) && JsonElement.DeepEquals(arguments, otherArguments);

    private static void Write(Utf8JsonWriter json, ToolContext context)
    {
        var (tool, agent) = (context.Tool, context.Agent);
        json.WriteStartObject();
        json.WriteString("tool"u8, tool.Id);
        json.WriteNumber("toolVersion"u8, tool.SpecVersion);
        json.WriteString("toolETag"u8, tool.SpecETag);
        json.WriteString("sideEffect"u8, JsonNamingPolicy.CamelCase.ConvertName(tool.Spec.Effect.ToString()));
        json.WritePropertyName("arguments"u8);
        context.Arguments.WriteTo(json);
        if (context.Request is { } request)
        {
            json.WriteStartObject("request"u8);
            json.WriteString("method"u8, request.Method);
            json.WriteString("url"u8, request.Url);
            if (request.Body is { } body) json.WriteString("body"u8, body);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("builtin"u8, tool.Spec.BuiltInName ?? tool.Id);
        }

        json.WriteString("agent"u8, agent.Id);
        json.WriteNumber("agentVersion"u8, agent.SpecVersion);
        json.WriteString("agentETag"u8, agent.SpecETag);
        json.WriteStartArray("limits"u8);
        foreach (var limit in LimitsOf(context).Order(StringComparer.Ordinal)) json.WriteStringValue(limit);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Without those of the key: the agent may come with another one.</summary>
    private static IEnumerable<string> LimitsOf(ToolContext context)
    {
        var path = new LimitPath(context.Agent.Spec.Team, context.Agent.Id, context.SessionId, context.RunId, null, null, context.Tool.Id);
        return context.Caller.ControlPlane.ResolveLimits(path).Select(static limit => string.Create(CultureInfo.InvariantCulture, $"{limit.Scope} {limit.Unit} {limit.Window} {Amount(limit)} {limit.Mode}"));
    }

    /// <summary>Money as people write it: USD.</summary>
    private static string Amount(Limit limit) => limit.Unit == LimitUnit.Usd ? new NanoDollars(limit.Amount).ToString() : limit.Amount.ToString(CultureInfo.InvariantCulture);
}
