using AgentFunctions.Core.Context.Handles;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Sessions.Contexts;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>Which tools a caller may use: the agent's <c>tools</c>, ids and trailing-<c>*</c> wildcards. Nothing by default.</summary>
public static class ToolAccess
{
    /// <summary>It comes with what the agent declares: <c>context.expand</c> with a context that is made smaller.</summary>
    public static bool IsOwn(AgentSpec spec, string tool) => tool == ContextExpandTool.ToolName && ContextSettings.Compresses(spec);

    public static bool IsAllowed(Caller caller, string tool)
    {
        ArgumentNullException.ThrowIfNull(caller);
        return caller.Agent is { } agent && (ModelPatterns.Cover(agent.Spec.Tools, tool) || IsOwn(agent.Spec, tool));
    }
}
