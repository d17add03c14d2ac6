using AgentFunctions.Core.Errors;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>The refusals and failures of model calls, worded once. None carries a provider's own text.</summary>
internal static class ModelErrors
{
    private static readonly TimeSpan ShortWait = TimeSpan.FromSeconds(2);

    public static ApiError ModelNotFound(string model, string usable) => new(404, ErrorCodes.ModelNotFound, $"No model '{model}' is declared here. {usable}") { Param = "model", ShouldRetry = false };

    public static ApiError ModelNotAllowed(string model, string usable) => new(403, ErrorCodes.ModelNotAllowed, $"This agent may not use the model '{model}'. {usable}") { Param = "model", ShouldRetry = false };

    public static ApiError NoTarget(string model) => new(502, ErrorCodes.UpstreamError, $"The model '{model}' has no target that can serve this call.") { ShouldRetry = false };

    public static ApiError Unpriced(string model, string tool) =>
        new(402, ErrorCodes.UnpricedModel, $"'{tool}' is run by the provider and costs extra, and no target of the model '{model}' has a price. Declare one under prices.") { Param = "tools", ShouldRetry = false };

    /// <param name="model">As it was asked for.</param>
    /// <param name="wait">Until one of them is tried again.</param>
    /// <param name="causes">Why they failed the last time: <c>the provider 'p' answered 500</c>.</param>
    public static ApiError AllCooling(string model, TimeSpan wait, IReadOnlyCollection<string> causes) =>
        new(503, ErrorCodes.AllTargetsCooling, $"Every target of the model '{model}' failed repeatedly and is being left alone for a moment.{(causes.Count == 0 ? "" : $" The last time {string.Join("; ", causes)}.")}") { RetryAfter = wait };

    public static ApiError Unreachable(string provider, string? why) => new(502, ErrorCodes.UpstreamError, $"The provider '{provider}' could not be reached{(why is null ? "" : ": " + why)}.") { RetryAfter = ShortWait };

    public static ApiError ProviderFailed(string provider, int status) => new(502, ErrorCodes.UpstreamError, $"The provider '{provider}' answered {status}.") { RetryAfter = ShortWait };

    public static ApiError ProviderRefused(string provider, int status) =>
        new(502, ErrorCodes.UpstreamError, $"The provider '{provider}' refused the gateway itself with status {status}: its credential, quota or address is not right. The operator has to look at it.") { ShouldRetry = false };

    public static ApiError NotUsable(string provider, string why) => new(502, ErrorCodes.UpstreamError, $"The provider '{provider}' cannot be used as declared: {why}") { ShouldRetry = false };

    public static ApiError BrokenAnswer(string provider) => new(502, ErrorCodes.UpstreamError, $"The provider '{provider}' sent an answer that is incomplete or not valid.") { RetryAfter = ShortWait };

    public static ApiError AnswerTooLarge(string provider) => new(502, ErrorCodes.UpstreamError, $"The provider '{provider}' sent an answer larger than the gateway takes.") { ShouldRetry = false };

    public static ApiError BrokenStream(string provider) => new(502, ErrorCodes.UpstreamError, $"The provider '{provider}' ended the stream before the answer was complete. What came so far is not a whole answer.") { RetryAfter = ShortWait };

    public static ApiError Throttled(string provider, TimeSpan? retryAfter) =>
        new(429, ErrorCodes.RateLimited, $"The provider '{provider}' is limiting the rate of requests.") { RetryAfter = retryAfter ?? ShortWait };

    public static ApiError TimedOut(string provider, string what) => new(504, ErrorCodes.UpstreamTimeout, $"The provider '{provider}' {what}.") { RetryAfter = ShortWait };
}
