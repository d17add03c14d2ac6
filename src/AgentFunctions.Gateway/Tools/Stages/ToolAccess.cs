using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>Which tools a caller may use: the agent's <c>tools</c>, ids and trailing-<c>*</c> wildcards. Nothing by default.</summary>
public static class ToolAccess
{
    public static bool IsAllowed(Caller caller, string tool)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Agent is { } agent && ModelPatterns.Cover(agent.Spec.Tools, tool);
    }
}
