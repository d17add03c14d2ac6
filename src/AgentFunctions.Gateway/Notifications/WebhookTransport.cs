using System.Net;
using AgentFunctions.Gateway.Egress;

namespace AgentFunctions.Gateway.Notifications;

/// <summary>
/// Posts to receivers: checked and pinned addresses, no proxy, redirects, cookies or decompression. A connection is kept by scheme, host and port, so one that was made is one that was checked for them.
/// </summary>
internal sealed class WebhookTransport : IDisposable
{
    /// <summary>Bytes of an answer's body that are read, so that the connection can be used again; longer ones cost the connection.</summary>
    private const int MaxAnswerBytes = 4096;

    private readonly EgressConnector _connector;
    private readonly HttpMessageInvoker _invoker;

    public WebhookTransport(EgressConnector connector)
    {
        _connector = connector;
        _invoker = new HttpMessageInvoker(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
                MaxResponseHeadersLength = 16,
                MaxResponseDrainSize = MaxAnswerBytes,
                ResponseDrainTimeout = TimeSpan.FromSeconds(1),
                ConnectCallback = ConnectAsync,
            },
            disposeHandler: true);
    }

    /// <summary>Status and headers; the caller disposes the answer without reading it.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => _invoker.SendAsync(request, cancellationToken);

    public void Dispose() => _invoker.Dispose();

    private ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) => _connector.ConnectAsync(
        context.DnsEndPoint.Host, context.DnsEndPoint.Port, loopbackOnly: context.InitialRequestMessage.RequestUri?.Scheme != Uri.UriSchemeHttps, cancellationToken);
}
