using System.Net;
using System.Net.Sockets;

namespace AgentFunctions.Gateway.Models.Providers.OpenAI;

/// <summary>
/// The bare connection pool of model calls: no cookies, proxy, redirects, decompression, no resilience handlers and no header propagation of the platform's. Connections are shared by authority;
/// a credential belongs to a message, never to a connection.
/// </summary>
public sealed class UpstreamTransport : IDisposable
{
    private static readonly HttpRequestOptionsKey<TimeSpan> ConnectTimeout = new("AgentFunctions.ConnectTimeout");
    private static readonly TimeSpan DefaultConnectTimeout = TimeSpan.FromSeconds(5);
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;

    /// <param name="configure">Changes the connections, for certificates of one's own; null leaves them as they are.</param>
    public UpstreamTransport(Action<SocketsHttpHandler>? configure = null)
    {
        _handler = CreateHandler();
        configure?.Invoke(_handler);
        _invoker = new HttpMessageInvoker(_handler, disposeHandler: true);
    }

    /// <summary>Sets how long opening a connection for this message may take.</summary>
    public static void Limit(HttpRequestMessage message, TimeSpan connectTimeout)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.Options.Set(ConnectTimeout, connectTimeout);
    }

    /// <summary>A client on the same connections and without a timeout of its own, for SDKs that take one.</summary>
    public HttpClient CreateClient() => new(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public void Dispose() => _invoker.Dispose();

    internal Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, TimeSpan connectTimeout, CancellationToken cancellationToken)
    {
        Limit(message, connectTimeout);
        return _invoker.SendAsync(message, cancellationToken);
    }

    private static SocketsHttpHandler CreateHandler() => new()
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60),

        // Covers the TLS handshake too, which the per-model limit below does not see.
        ConnectTimeout = TimeSpan.FromSeconds(20),

        // A cancelled answer is cut at once instead of being read to its end: the provider must notice.
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectCallback = ConnectAsync,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        if (!context.InitialRequestMessage.Options.TryGetValue(ConnectTimeout, out var limit)) limit = DefaultConnectTimeout;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(limit);
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, timeout.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException("No connection within the model's connect timeout.");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
