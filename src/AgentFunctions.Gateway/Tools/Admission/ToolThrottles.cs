using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Gateway.Models.Admission;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Admission;

/// <summary>What an operator throttled on the path of a tool call: the outermost of tenant, team, agent and key, and the tool.</summary>
internal static class ToolThrottles
{
    public static IReadOnlyList<LimitScope> ScopesOf(ToolContext context, DateTimeOffset now)
    {
        List<LimitScope>? scopes = null;
        if (context.Caller.Throttled is { } path) (scopes = []).Add(ThrottledThings.ToScope(path));
        if (ResourceState.Of(context.Tool.State, now) == OperatingState.Throttled) (scopes ??= []).Add(new LimitScope(LimitScopeKind.Tool, context.Tool.Id));
        return scopes is null ? [] : scopes;
    }
}
