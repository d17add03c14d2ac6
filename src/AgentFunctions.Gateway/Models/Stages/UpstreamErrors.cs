using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Sorts a provider's error: about the request (passed on), about us (502, without its words), or about its own state (retried, failed over).</summary>
internal static class UpstreamErrors
{
    private const int MaxErrorBytes = 1024 * 1024;
    private const string Json = "application/json";

    public static async ValueTask<ModelAnswer> ReadAsync(ModelAttempt attempt, ProviderAnswer answer, CancellationToken cancellationToken)
    {
        var (provider, status) = (attempt.Target.Provider, answer.Status);
        switch (status)
        {
            case 429:
                return AttemptStage.Refuse(attempt, AttemptOutcome.Throttled, ModelErrors.Throttled(provider, answer.RetryAfter));
            case 408 or >= 500:
                return AttemptStage.Refuse(attempt, AttemptOutcome.Failed, ModelErrors.ProviderFailed(provider, status));
            case < 400 or 401 or 402 or 403 or 405 or 407:
                return AttemptStage.Refuse(attempt, AttemptOutcome.TargetRefused, ModelErrors.ProviderRefused(provider, status));
        }

        using var body = await WholeBody.ReadAsync(answer, MaxErrorBytes, cancellationToken);
        var envelope = ErrorEnvelope.Normalise(body is null ? default : body.WrittenSpan, status, answer.Credential);

        // A 404 that says nothing of a model or an id is a wrong address, and that is ours.
        if (status == 404 && !envelope.NamesModelOrId) return AttemptStage.Refuse(attempt, AttemptOutcome.TargetRefused, ModelErrors.ProviderRefused(provider, status));
        attempt.Complete(AttemptOutcome.RequestRefused);
        return new WholeModelAnswer(status, answer.Headers with { ContentType = Json }, new PooledBuffer(envelope.Body), new AnswerFacts());
    }
}
