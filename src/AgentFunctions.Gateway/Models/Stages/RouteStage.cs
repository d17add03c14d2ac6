using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Routing;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>
/// Picks targets, retries and fails over. The commit point is the return of an answer: a streamed answer comes back from the attempt with its first event in hand, and from then on nothing is tried again.
/// </summary>
internal sealed class RouteStage(TargetSelector selector, AttemptRecorder recorder, TimeProvider time) : IModelCallStage
{
    /// <summary>Reasons that are told of targets that cool.</summary>
    private const int MostCauses = 3;

    private readonly Func<double> _random = Random.Shared.NextDouble;

    public async ValueTask<ModelAnswer> InvokeAsync(ModelCall call, ModelCallHandler next, CancellationToken cancellationToken)
    {
        var candidates = selector.Select(call);
        if (ProvidersInService.Check(call, ref candidates, time.GetUtcNow()) is { } outOfService) return new RefusedModelAnswer(outOfService);
        if (candidates.Length == 0) return new RefusedModelAnswer(NoCandidate(call));

        ModelAnswer? last = null;
        var attempts = Math.Max(1, call.ModelResource?.Spec.Retry.Attempts ?? 1);
        foreach (var candidate in candidates)
        {
            for (var retry = 0; retry < attempts; retry++)
            {
                if (!candidate.Health.TryEnter()) break;
                var attempt = recorder.Begin(call, candidate);
                try
                {
                    last = await next(call, cancellationToken);
                }
                catch
                {
                    // A cancelled caller, or a bug: the place taken in the breaker is given back either way.
                    attempt.Complete(AttemptOutcome.CallerGone);
                    throw;
                }

                if (last is not RefusedModelAnswer || attempt.Outcome is AttemptOutcome.Succeeded or AttemptOutcome.RequestRefused) return last;
                if (call.MayNotRetry) return last;
                if (attempt.Outcome is AttemptOutcome.TargetRefused or AttemptOutcome.NotAdmitted or AttemptOutcome.TimedOut || retry + 1 == attempts) break;
                var delay = RetryBackoff.Delay(retry, attempt.RetryAfter, _random);
                if (delay is null || delay >= Remaining(call)) break;
                await Task.Delay(delay.Value, time, cancellationToken);
            }

            if (Remaining(call) <= TimeSpan.Zero) break;
        }

        return last ?? new RefusedModelAnswer(ModelErrors.AllCooling(call.Model, candidates.Min(static candidate => candidate.Health.CoolingFor()), CausesOf(candidates)));
    }

    private static List<string> CausesOf(IEnumerable<RouteCandidate> candidates) =>
        [.. candidates.Where(static c => c.Health.LastFailure is not null).Select(static c => $"the provider '{c.Target.Provider}' {c.Health.LastFailure}").Distinct(StringComparer.Ordinal).Take(MostCauses)];

    private TimeSpan Remaining(ModelCall call) => call.Timeouts.Total - time.GetElapsedTime(call.StartedAt);

    private static ApiError NoCandidate(ModelCall call) => call.Pin is { } pin
        ? ApiErrors.InvalidRequest(
            call.Operation == ModelOperation.Responses ? "previous_response_id" : "response_id", $"That id belongs to the provider '{pin.Provider}', which the model '{call.Model}' does not use.")
        : ModelErrors.NoTarget(call.Model);
}
