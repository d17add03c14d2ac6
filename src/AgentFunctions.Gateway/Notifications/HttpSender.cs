using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Gateway.Egress;

namespace AgentFunctions.Gateway.Notifications;

/// <summary>One POST and what came of it, in fixed words: nothing of the answer but its status and Retry-After goes any further.</summary>
internal sealed class HttpSender(WebhookTransport transport, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    public async ValueTask<SendResult> PostAsync(Uri target, byte[] body, string mediaType, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType, "utf-8");
        request.Headers.TryAddWithoutValidation("user-agent", "AgentFunctions");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var limit = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await transport.SendAsync(request, either.Token);
            return ToResult(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return SendResult.Unavailable(SendErrors.Timeout);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return SendResult.Unavailable(ToError(exception));
        }
    }

    /// <summary>4xx is about this message, everything else about the receiver.</summary>
    private SendResult ToResult(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var outcome = response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => SendOutcome.Delivered,
            HttpStatusCode.Gone => SendOutcome.Gone,
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests => SendOutcome.Unavailable,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => SendOutcome.Refused,
            _ => SendOutcome.Unavailable,
        };
        return outcome == SendOutcome.Delivered ? new SendResult(outcome, status) : new SendResult(outcome, status, SendErrors.HttpStatus, RetryAfter(response));
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var given = response.Headers.RetryAfter;
        var wait = given?.Delta ?? (given?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static string ToError(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case EgressException egress:
                    return egress.Refusal switch
                    {
                        EgressRefusal.NameNotFound => SendErrors.NameNotFound,
                        EgressRefusal.AddressRefused => SendErrors.AddressRefused,
                        _ => SendErrors.ConnectFailed,
                    };
                case AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return SendErrors.TlsFailed;
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }:
                    return SendErrors.ProtocolError;
            }
        }

        return SendErrors.ConnectFailed;
    }
}
