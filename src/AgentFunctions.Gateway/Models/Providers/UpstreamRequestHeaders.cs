namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>What every provider is sent besides its credential: nothing of the caller's own but <c>OpenAI-Beta</c> and the trace, and what the provider declares.</summary>
public static class UpstreamRequestHeaders
{
    public static IEnumerable<KeyValuePair<string, string>> Of(ProviderRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        yield return new("Accept", request.Call.Facts.Stream ? "text/event-stream" : "application/json");
        if (request.Call.OpenAIBeta is { } beta && IsSendable(beta)) yield return new("OpenAI-Beta", beta);
        if (request.TraceParent is { } trace && IsSendable(trace))
        {
            yield return new("traceparent", trace);
            if (request.TraceState is { Length: > 0 } state && IsSendable(state)) yield return new("tracestate", state);
        }

        foreach (var declared in request.Provider.Spec.Headers)
            if (!IsReserved(declared.Key)) yield return declared;
    }

    // The transport fails on other characters, and a caller's header must not count as the provider's failure.
    private static bool IsSendable(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    // Declared headers are checked when they are declared; these would change the framing or the credential all the same.
    private static bool IsReserved(string name) =>
        name.Equals("authorization", StringComparison.OrdinalIgnoreCase) || name.Equals("api-key", StringComparison.OrdinalIgnoreCase)
        || name.Equals("host", StringComparison.OrdinalIgnoreCase) || name.Equals("cookie", StringComparison.OrdinalIgnoreCase)
        || name.Equals("connection", StringComparison.OrdinalIgnoreCase) || name.Equals("transfer-encoding", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("content-", StringComparison.OrdinalIgnoreCase);
}
