using AgentFunctions.Core.Usage;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Admission;

/// <summary>Whose usage a tool call will be.</summary>
internal static class ToolSubject
{
    /// <summary>Stands where usage of models has the provider.</summary>
    public const string Provider = "tools";

    private const string Operation = "tool";

    public static UsageSubject Of(ToolContext context, DateTimeOffset now) => new()
    {
        TenantId = context.TenantId,
        CallId = context.Call.CallId,
        At = now,
        Operation = Operation,
        Agent = context.Agent.Id,
        Team = context.Agent.Spec.Team,
        CostCentre = context.Caller.Team?.Spec.CostCentre,
        Key = context.Caller.KeyId.Length == 0 ? null : context.Caller.KeyId,
        Tool = context.Tool.Id,
        Session = context.SessionId,
        Run = context.RunId,
        EndUser = context.EndUser,
    };
}
