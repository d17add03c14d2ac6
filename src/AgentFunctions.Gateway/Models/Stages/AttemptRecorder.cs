using System.Diagnostics;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Routing;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Begins attempts and writes down how they ended: in the breaker, on the attempt's span (a leaf, it alone carries usage) and in the attempts counter.</summary>
internal sealed class AttemptRecorder(AgentFunctionsTelemetry telemetry, ILogger<AttemptRecorder> logger)
{
    public ModelAttempt Begin(ModelCall call, RouteCandidate candidate)
    {
        var attempt = new ModelAttempt(call.CallId, call.Attempts.Count + 1, candidate.Target, candidate.Deployment, candidate.Health, TargetSelector.Breaker(call)) { Caller = call.Caller };
        var stream = call.Facts.Stream;
        attempt.OnCompleted = stream ? CompleteStream : CompleteWhole;
        if (telemetry.Source.HasListeners()) attempt.Activity = Start(call, attempt);
        call.Begin(attempt);
        return attempt;
    }

    private void CompleteStream(ModelAttempt attempt) => Complete(attempt, stream: true);

    private void CompleteWhole(ModelAttempt attempt) => Complete(attempt, stream: false);

    private void Complete(ModelAttempt attempt, bool stream)
    {
        attempt.Health.Exit(attempt, stream);
        if (attempt.Outcome is not (AttemptOutcome.Succeeded or AttemptOutcome.RequestRefused or AttemptOutcome.CallerGone or AttemptOutcome.CutShort or AttemptOutcome.NotAdmitted) && logger.IsEnabled(LogLevel.Warning))
            AttemptLog.Failed(logger, attempt.CallId, attempt.Number, attempt.Target.Provider, attempt.Deployment, OutcomeName(attempt.Outcome), attempt.UpstreamStatus);
        if (telemetry.Attempts.Enabled)
        {
            var tags = new TagList { { TelemetryAttributes.ProviderName, attempt.Target.Provider }, { TelemetryAttributes.Outcome, OutcomeName(attempt.Outcome) } };
            if (attempt.Caller is { } caller) telemetry.Owners.Tag(ref tags, caller);
            telemetry.Attempts.Add(1, tags);
        }

        if (attempt.Activity is not { } activity) return;
        activity.SetTag(TelemetryAttributes.Outcome, OutcomeName(attempt.Outcome));
        if (attempt.UpstreamStatus != 0) activity.SetTag(TelemetryAttributes.HttpStatus, attempt.UpstreamStatus);
        if (attempt.Usage.IsReported)
        {
            activity.SetTag(TelemetryAttributes.InputTokens, attempt.Usage.InputTokens);
            activity.SetTag(TelemetryAttributes.OutputTokens, attempt.Usage.OutputTokens);
            activity.SetTag(TelemetryAttributes.CachedInputTokens, attempt.Usage.CachedInputTokens);
        }

        if (attempt.Outcome is not (AttemptOutcome.Succeeded or AttemptOutcome.RequestRefused)) activity.SetStatus(ActivityStatusCode.Error).SetTag(TelemetryAttributes.ErrorType, OutcomeName(attempt.Outcome));
        activity.Dispose();
    }

    private Activity? Start(ModelCall call, ModelAttempt attempt)
    {
        var operation = TelemetryStage.OperationName(call.Operation);
        var activity = telemetry.Source.StartActivity($"{operation} {attempt.Deployment}", ActivityKind.Client);
        activity?.SetTag(TelemetryAttributes.Operation, operation)
            .SetTag(TelemetryAttributes.ProviderName, attempt.Target.Provider)
            .SetTag(TelemetryAttributes.RequestModel, attempt.Deployment)
            .SetTag(TelemetryAttributes.Attempt, attempt.Number);
        return activity;
    }

    internal static string OutcomeName(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Succeeded => "succeeded",
        AttemptOutcome.RequestRefused => "request_refused",
        AttemptOutcome.TargetRefused => "target_refused",
        AttemptOutcome.NotAdmitted => "not_admitted",
        AttemptOutcome.Throttled => "throttled",
        AttemptOutcome.TimedOut => "timed_out",
        AttemptOutcome.StreamBroken => "stream_broken",
        AttemptOutcome.CallerGone => "caller_gone",
        AttemptOutcome.CutShort => "cut_short",
        _ => "failed",
    };
}
