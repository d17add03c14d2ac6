using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Resources;
using AgentFunctions.Http.Hosting;
using AgentFunctions.Http.Resources;
using AgentFunctions.Http.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AgentFunctions.Http.Memory;

/// <summary>What requests on memory have in common: it is that of the agent that calls, or is called for.</summary>
internal static class MemoryRequests
{
    public static string Tenant(HttpContext context) => context.GetCaller().ControlPlane.TenantId;

    /// <summary>Whose memory it is: the agent in its team.</summary>
    public static string Agent(HttpContext context) => Key(SessionRequests.Agent(context));

    public static string Key(Resource<AgentSpec> agent) => MemoryAgents.KeyOf(agent.Id, agent.Spec.Team);

    public static string Id(HttpContext context) => (string)context.GetRouteValue("id")!;

    /// <summary>Whether the agent speaks for itself: then what it says is a claim.</summary>
    public static bool IsOwn(HttpContext context) => context.GetCaller().Principal.Kind == PrincipalKind.Agent;

    /// <summary>Whose word it is, as sources of records name them.</summary>
    public static string Principal(HttpContext context) => IsOwn(context) ? MemoryAgents.PrincipalOf(context.GetCaller().Principal.Id) : "principals/" + context.GetCaller().Principal.Id;

    /// <summary>A time that fits its schema; null where there is none, false where no such time exists.</summary>
    public static bool TryTime(JsonElement body, string name, out DateTimeOffset? time)
    {
        time = null;
        if (JsonText.Of(body, name) is not { } text) return true;
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)) return false;
        time = read;
        return true;
    }
}
