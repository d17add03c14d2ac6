using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Tools;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>Finds the tool and refuses what the agent may not use, and what is out of service. A literal wildcard is no tool.</summary>
internal sealed class ToolResolveStage(TimeProvider time) : IToolCallStage
{
    public ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken) =>
        Resolve(context) is { } refusal ? new(new ToolAnswer.Refused(refusal)) : next(context, cancellationToken);

    private ApiError? Resolve(ToolContext context)
    {
        var (caller, id, now) = (context.Caller, context.Call.Tool, time.GetUtcNow());
        if (caller.Agent is not { } agent) return ApiErrors.NotEntitled("This key acts for no agent. An operator names one in the header 'x-agent-id'.");
        if (!ResourceIds.IsValid(id) || !ToolAccess.IsAllowed(caller, id)) return ToolErrors.NotAllowed(id);
        if (!caller.ControlPlane.Tools.TryGetValue(id, out var tool) && (tool = ToolAccess.IsOwn(agent.Spec, id) ? OwnTools.Find(id) : null) is null) return ToolErrors.NotFound(id);
        if (IsOut(agent.State, now)) return StateErrors.OutOfService("agents", agent.Id, agent.State!);
        if (IsOut(tool.State, now)) return StateErrors.OutOfService("tools", id, tool.State!);
        if (context.Call.PinnedTool is { } pinned && pinned != tool.SpecETag && pinned != tool.ETag) return ToolErrors.Changed(id);
        context.Tool = tool;
        return null;
    }

    private static bool IsOut(ResourceState? state, DateTimeOffset now) => ResourceState.Of(state, now) is OperatingState.Suspended or OperatingState.Killed;
}
