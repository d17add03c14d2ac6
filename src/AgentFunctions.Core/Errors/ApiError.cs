namespace AgentFunctions.Core.Errors;

/// <summary>A refusal or failure as a value. The HTTP layer writes it as OpenAI's envelope on <c>/v1</c> and as problem+json on <c>/api</c>. Messages never contain exception text or secrets.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">One of <see cref="ErrorCodes"/>, or, for an error passed on from a provider, the provider's code.</param>
/// <param name="Message">One or two sentences: what is wrong and what to do. Shown to the caller.</param>
public sealed record ApiError(int Status, string Code, string Message)
{
    /// <summary>The offending field or path, where there is one.</summary>
    public string? Param { get; init; }

    /// <summary>How long to wait before the same request may succeed; written clamped to 1..120 s on every 408, 429 and 5xx.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>false writes <c>x-should-retry: false</c>: time will not cure it.</summary>
    public bool? ShouldRetry { get; init; }

    /// <summary>All findings of a validation, each with its path; empty where <see cref="Param"/> says it all.</summary>
    public IReadOnlyList<FieldError> Details { get; init; } = [];

    /// <summary>OpenAI's <c>error.type</c>; null derives it from the status.</summary>
    public string? Type { get; init; }
}
