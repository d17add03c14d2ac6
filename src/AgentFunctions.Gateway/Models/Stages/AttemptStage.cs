using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Events;
using AgentFunctions.Gateway.Models.Providers;
using AgentFunctions.Gateway.Models.Requests;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>One attempt at one target: sends the request, reads a whole answer to its checked end or a stream to its first event, and says what came of it.</summary>
internal sealed class AttemptStage(ModelProviders providers, IOptions<GatewayOptions> options, TimeProvider time) : IModelCallStage
{
    private readonly GatewayOptions _options = options.Value;

    public async ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var attempt = call.CurrentAttempt!;
        var id = attempt.Target.Provider;
        if (!call.Caller.ControlPlane.Providers.TryGetValue(id, out var provider)) return Refuse(attempt, AttemptOutcome.TargetRefused, ModelErrors.NotUsable(id, "it is not declared."));
        if (providers.Find(provider.Spec.Type) is not { } implementation)
            return Refuse(attempt, AttemptOutcome.TargetRefused, ModelErrors.NotUsable(id, $"providers of type '{provider.Spec.Type}' are not available on this host."));

        var started = time.GetTimestamp();
        var deadline = Deadline(call, cancellationToken);
        ProviderAnswer? answer = null;
        var isHandedOn = false;
        try
        {
            Arm(deadline, call);

            // Unless the provider knows better.
            attempt.IsSent = true;
            answer = await implementation.SendAsync(Request(call, attempt, provider), deadline.Token);
            attempt.UpstreamStatus = answer.Status;
            attempt.RetryAfter = answer.RetryAfter;
            if (answer.Failure != ProviderFailure.None) return Failure(attempt, answer);
            if (answer.Status is < 200 or > 299) return await UpstreamErrors.ReadAsync(attempt, answer, deadline.Token);
            if (!call.Facts.Stream) return await WholeAsync(call, attempt, answer, started, deadline.Token);

            if (!IsEventStream(answer)) return Refuse(attempt, AttemptOutcome.Failed, ModelErrors.BrokenAnswer(id));
            var state = State(call);
            attempt.Stream = state;
            var events = new ProviderEventReader(answer, deadline, attempt, state, call.Timeouts.Idle, _options.MaxEventBytes);
            isHandedOn = true;
            if (await events.PrimeAsync() is { } broken) return broken;
            attempt.FirstByte = time.GetElapsedTime(started);
            return new StreamedModelAnswer(answer.Headers, events);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            attempt.Complete(AttemptOutcome.CallerGone);
            throw;
        }
        catch (OperationCanceledException)
        {
            return Refuse(attempt, AttemptOutcome.TimedOut, ModelErrors.TimedOut(id, deadline.Expired));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return Refuse(attempt, AttemptOutcome.Failed, ModelErrors.BrokenAnswer(id));
        }
        finally
        {
            if (!isHandedOn)
            {
                if (answer is not null) await answer.DisposeAsync();
                deadline.Dispose();
            }
        }
    }

    internal static RefusedModelAnswer Refuse(ModelAttempt attempt, AttemptOutcome outcome, ApiError error)
    {
        attempt.Complete(outcome);
        return new RefusedModelAnswer(error);
    }

    private static RefusedModelAnswer Failure(ModelAttempt attempt, ProviderAnswer answer)
    {
        var id = attempt.Target.Provider;
        if (answer.Failure is ProviderFailure.NotUsable or ProviderFailure.ConnectTimeout) attempt.IsSent = false;
        return answer.Failure switch
        {
            ProviderFailure.NotUsable => Refuse(attempt, AttemptOutcome.TargetRefused, ModelErrors.NotUsable(id, answer.FailureReason ?? "")),
            ProviderFailure.ConnectTimeout => Refuse(attempt, AttemptOutcome.TimedOut, ModelErrors.TimedOut(id, "could not be connected to in time")),
            _ => Refuse(attempt, AttemptOutcome.Failed, ModelErrors.Unreachable(id, answer.FailureReason)),
        };
    }

    private async ValueTask<ModelAnswer> WholeAsync(ModelCall call, ModelAttempt attempt, ProviderAnswer answer, long started, CancellationToken cancellationToken)
    {
        var id = attempt.Target.Provider;
        var buffer = await WholeBody.ReadAsync(answer, _options.MaxAnswerBytes, cancellationToken);
        if (buffer is null) return Refuse(attempt, AttemptOutcome.TargetRefused, ModelErrors.AnswerTooLarge(id));
        var facts = AnswerReader.Read(buffer.WrittenSpan);
        if (facts is null)
        {
            attempt.Delivered = AnswerTextReader.Read(buffer.WrittenSpan);
            buffer.Dispose();
            return Refuse(attempt, AttemptOutcome.Failed, ModelErrors.BrokenAnswer(id));
        }

        // Some servers answer 200 with an error inside, or with something that is no answer at all.
        if (!facts.HasContent && (facts.HasError || call.Operation is ModelOperation.Chat or ModelOperation.Responses or ModelOperation.Embeddings))
        {
            attempt.HasErrorInside = facts.HasError;
            buffer.Dispose();
            return Refuse(attempt, AttemptOutcome.Failed, ModelErrors.BrokenAnswer(id));
        }

        attempt.Take(facts, buffer.WrittenSpan, hasOutput: call.Operation != ModelOperation.Embeddings);
        attempt.FirstByte = time.GetElapsedTime(started);
        attempt.Complete(AttemptOutcome.Succeeded);
        return new WholeModelAnswer(answer.Status, answer.Headers, buffer, facts);
    }

    private void Arm(AttemptDeadline deadline, ModelCall call)
    {
        if (!call.Facts.Stream)
        {
            deadline.Arm(TimeSpan.MaxValue, "");
            return;
        }

        var limit = call.Timeouts.FirstToken;
        if (_options.FirstTokenCap is { } cap && cap - time.GetElapsedTime(call.StartedAt) is var left && left < limit) limit = left;
        deadline.Arm(limit, "did not send the first event in time");
    }

    private AttemptDeadline Deadline(ModelCall call, CancellationToken cancellationToken) =>
        !call.Facts.Stream && _options.WholeAnswerCap is { } cap && cap < call.Timeouts.Total
            ? new AttemptDeadline(time, call.StartedAt, cap, "did not finish before this host's limit for whole answers; ask for a stream (\"stream\": true), which may take longer", cancellationToken)
            : new AttemptDeadline(time, call.StartedAt, call.Timeouts.Total, "did not finish within the call's total time", cancellationToken);

    private static ProviderRequest Request(ModelCall call, ModelAttempt attempt, Core.Resources.Resource<Core.Resources.ProviderSpec> provider)
    {
        var activity = attempt.Activity ?? System.Diagnostics.Activity.Current;
        return new ProviderRequest(call, attempt, provider, call.Body.IsEmpty ? new UpstreamBody(default, null) : UpstreamBodyWriter.Write(call, attempt.Target, attempt.Deployment))
        {
            ConnectTimeout = call.Timeouts.Connect,
            NetworkTimeout = !call.Facts.Stream ? call.Timeouts.Total : call.Timeouts.FirstToken > call.Timeouts.Idle ? call.Timeouts.FirstToken : call.Timeouts.Idle,
            TraceParent = activity?.Id ?? call.TraceParent,
            TraceState = activity is null ? call.TraceState : activity.TraceStateString,
        };
    }

    private static IStreamState State(ModelCall call) => call.Operation == ModelOperation.Responses ? new ResponsesStreamState() : new ChatStreamState(stripUsage: !call.Facts.IncludeUsage);

    private static bool IsEventStream(ProviderAnswer answer) =>
        answer.Headers.ContentType is not { } type || type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);
}
