using System.Net;
using AgentFunctions.Gateway.Egress;

namespace AgentFunctions.Gateway.Tools.Sending;

/// <summary>
/// Connections to tools: checked and pinned addresses, no proxy, redirects, cookies or decompression. A connection is kept by scheme, host and port, so one that was made is one that was checked for them.
/// </summary>
internal sealed class ToolTransport : IDisposable
{
    private static readonly HttpRequestOptionsKey<bool> PlainText = new("AgentFunctions.PlainText");
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private readonly EgressConnector _connector;
    private readonly HttpMessageInvoker _pooled;
    private readonly HttpMessageInvoker _fresh;

    public ToolTransport(EgressConnector connector)
    {
        _connector = connector;
        _pooled = new HttpMessageInvoker(Handler(TimeSpan.FromMinutes(2)), disposeHandler: true);
        _fresh = new HttpMessageInvoker(Handler(TimeSpan.Zero), disposeHandler: true);
    }

    /// <summary>Status and headers; the caller disposes the answer.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="isRepeatable">It may go over a connection that was used before, which the other end may be closing: then nobody knows whether it arrived.</param>
    /// <param name="allowInsecure">Plain text may go beyond loopback.</param>
    /// <param name="cancellationToken">Cuts the connection.</param>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool isRepeatable, bool allowInsecure, CancellationToken cancellationToken)
    {
        request.Options.Set(PlainText, allowInsecure);
        return (isRepeatable ? _pooled : _fresh).SendAsync(request, cancellationToken);
    }

    public void Dispose()
    {
        _pooled.Dispose();
        _fresh.Dispose();
    }

    private SocketsHttpHandler Handler(TimeSpan lifetime) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = lifetime,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        MaxResponseHeadersLength = 32,
        MaxResponseDrainSize = 0,
        ConnectCallback = ConnectAsync,
    };

    private ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        var loopbackOnly = request.RequestUri?.Scheme != Uri.UriSchemeHttps && !(request.Options.TryGetValue(PlainText, out var allowed) && allowed);
        return _connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, loopbackOnly, cancellationToken);
    }
}
