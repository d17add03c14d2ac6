namespace AgentFunctions.Http.RequestIdentity;

/// <summary>Header names of the surface. Source: API.md.</summary>
internal static class HeaderNames
{
    public const string RequestId = "x-request-id";
    public const string ClientRequestId = "x-client-request-id";
    public const string TenantId = "x-tenant-id";
    public const string AgentId = "x-agent-id";
    public const string SessionId = "x-session-id";
    public const string RunId = "x-run-id";
    public const string EndUser = "x-end-user";
    public const string Context = "x-context";
    public const string ContextTokensBefore = "x-context-tokens-before";
    public const string ContextTokensAfter = "x-context-tokens-after";
    public const string IgnoredParameters = "x-ignored-parameters";
    public const string IdempotencyKey = "Idempotency-Key";
    public const string ApiKey = "api-key";
    public const string RetryAfterMs = "retry-after-ms";
    public const string ShouldRetry = "x-should-retry";
    public const string TraceParent = "traceparent";
    public const string TraceState = "tracestate";
}
