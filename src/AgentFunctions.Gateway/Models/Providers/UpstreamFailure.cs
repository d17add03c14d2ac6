namespace AgentFunctions.Gateway.Models.Providers;

/// <summary>Why a provider was not reached, from what the transport threw.</summary>
public static class UpstreamFailure
{
    public static ProviderAnswer Of(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.GetBaseException() is TimeoutException
            ? new ProviderAnswer { Failure = ProviderFailure.ConnectTimeout }
            : new ProviderAnswer { Failure = ProviderFailure.Unreachable, FailureReason = Explain(exception) };
    }

    private static string? Explain(Exception exception) => (exception as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its host name is not known",
        HttpRequestError.ConnectionError => "nothing answers at its address",
        HttpRequestError.SecureConnectionError => "no secure connection could be made (TLS)",
        HttpRequestError.ResponseEnded => "it closed the connection",
        _ => null,
    };
}
