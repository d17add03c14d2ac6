using System.Diagnostics;
using AgentFunctions.Core.Telemetry;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>The span and the metrics of a whole model call, retries and fail-over included. Does nothing while nobody listens.</summary>
internal sealed class TelemetryStage(AgentFunctionsTelemetry telemetry, TimeProvider time) : IModelCallStage
{
    public ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken) =>
        telemetry.Source.HasListeners() || telemetry.OperationDuration.Enabled || telemetry.TokenUsage.Enabled || telemetry.TimeToFirstToken.Enabled
            ? ObserveAsync(call, next, cancellationToken)
            : next(call, cancellationToken);

    internal static string OperationName(ModelOperation operation) => operation switch
    {
        ModelOperation.Embeddings => "embeddings",
        ModelOperation.RetrieveResponse => "retrieve_response",
        ModelOperation.DeleteResponse => "delete_response",
        _ => "chat",
    };

    private async ValueTask<ModelAnswer> ObserveAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var activity = telemetry.Source.StartActivity("model_call", ActivityKind.Internal);
        var isHandedOn = false;
        string? error = "cancelled";
        try
        {
            var answer = await next(call, cancellationToken);
            error = answer is RefusedModelAnswer refused ? refused.Error.Code : null;
            if (answer is not StreamedModelAnswer streamed) return answer;
            if (telemetry.TimeToFirstToken.Enabled) telemetry.TimeToFirstToken.Record(time.GetElapsedTime(call.StartedAt).TotalSeconds, Tags(call));
            isHandedOn = true;
            return streamed.WithEvents(events => new ObservedEventReader(events, failure => Finish(call, activity, failure)));
        }
        finally
        {
            if (!isHandedOn) Finish(call, activity, error);
        }
    }

    private void Finish(ModelCall call, Activity? activity, string? error)
    {
        if (telemetry.OperationDuration.Enabled)
        {
            var tags = Tags(call);
            if (error is not null) tags.Add(TelemetryAttributes.ErrorType, error);
            telemetry.OperationDuration.Record(time.GetElapsedTime(call.StartedAt).TotalSeconds, tags);
        }

        if (telemetry.TokenUsage.Enabled && call.Usage.IsReported)
        {
            RecordTokens(call, "input", call.Usage.InputTokens);
            RecordTokens(call, "output", call.Usage.OutputTokens);
        }

        if (activity is null) return;
        activity.SetTag(TelemetryAttributes.Operation, OperationName(call.Operation)).SetTag(TelemetryAttributes.RequestModel, DeclaredModel(call));
        activity.SetTag(TelemetryAttributes.AgentId, call.Caller.Agent?.Id).SetTag(TelemetryAttributes.Tenant, call.Caller.Principal.TenantId).SetTag(TelemetryAttributes.RequestId, call.CallId);
        if (error is not null) activity.SetStatus(ActivityStatusCode.Error).SetTag(TelemetryAttributes.ErrorType, error);
        activity.Dispose();
    }

    private void RecordTokens(ModelCall call, string type, long tokens)
    {
        var tags = Tags(call);
        tags.Add(TelemetryAttributes.TokenType, type);
        telemetry.TokenUsage.Record(tokens, tags);
    }

    private TagList Tags(ModelCall call)
    {
        var tags = new TagList
        {
            { TelemetryAttributes.Operation, OperationName(call.Operation) },
            { TelemetryAttributes.RequestModel, DeclaredModel(call) },
            { TelemetryAttributes.ProviderName, call.CurrentAttempt?.Target.Provider },
        };
        telemetry.Owners.Tag(ref tags, call.Caller);
        return tags;
    }

    // The declared id, not the caller's text: what callers invent must not become series.
    private static string DeclaredModel(ModelCall call) => call.ModelResource?.Id ?? "none";
}
