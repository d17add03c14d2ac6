using System.Diagnostics;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Tools.Calls;

namespace AgentFunctions.Gateway.Tools.Stages;

/// <summary>The span <c>execute_tool</c> and the duration of a tool call, by OpenTelemetry's GenAI conventions. Arguments and results are never on it.</summary>
internal sealed class ToolTelemetryStage(AgentFunctionsTelemetry telemetry, TimeProvider time) : IToolCallStage
{
    private const string Operation = "execute_tool";

    public async ValueTask<ToolAnswer> InvokeAsync(ToolContext context, ToolCallHandler next, CancellationToken cancellationToken)
    {
        using var activity = telemetry.Source.StartActivity(Operation, ActivityKind.Internal);
        var outcome = "cancelled";
        try
        {
            var answer = await next(context, cancellationToken);
            outcome = OutcomeOf(answer);
            return answer;
        }
        finally
        {
            Finish(context, activity, outcome);
        }
    }

    private static string OutcomeOf(ToolAnswer answer) => answer switch
    {
        ToolAnswer.Completed { Result.IsRepeat: true } => "repeated",
        ToolAnswer.Completed { Result.IsError: true } => "tool_error",
        ToolAnswer.Completed => "succeeded",
        ToolAnswer.NeedsApproval => "needs_approval",
        ToolAnswer.OutcomeUnknown => "outcome_unknown",
        ToolAnswer.Refused refused => refused.Error.Code,
        _ => "unknown",
    };

    private void Finish(ToolContext context, Activity? activity, string outcome)
    {
        // The declared id, not the caller's text: what callers invent must not become series.
        var tool = context.Tool?.Id ?? "none";
        if (telemetry.ToolDuration.Enabled)
        {
            var tags = new TagList { { TelemetryAttributes.ToolName, tool }, { TelemetryAttributes.Outcome, outcome } };
            telemetry.Owners.Tag(ref tags, context.Caller);
            telemetry.ToolDuration.Record(time.GetElapsedTime(context.StartedAt).TotalSeconds, tags);
        }

        if (activity is null) return;
        activity.DisplayName = $"{Operation} {tool}";
        activity.SetTag(TelemetryAttributes.Operation, Operation).SetTag(TelemetryAttributes.ToolName, tool).SetTag(TelemetryAttributes.ToolCallId, context.Call.CallId);
        activity.SetTag(TelemetryAttributes.ToolType, context.Tool?.Spec.Type == ToolSpec.BuiltIn ? "function" : "extension");
        activity.SetTag(TelemetryAttributes.AgentId, context.Caller.Agent?.Id).SetTag(TelemetryAttributes.Tenant, context.TenantId).SetTag(TelemetryAttributes.Outcome, outcome);
        if (outcome is not ("succeeded" or "repeated" or "needs_approval")) activity.SetStatus(ActivityStatusCode.Error).SetTag(TelemetryAttributes.ErrorType, outcome);
    }
}
