using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace AgentFunctions.TestKit.Upstream;

/// <summary>
/// An HTTP/1.1 upstream on a loopback socket whose answers are scripted byte by byte: status, headers, exact chunks with gates or delays between them, stalls, resets, early ends. It records every
/// request exactly as received and whether the client let go before the answer was over. No web server stands between the script and the wire.
/// </summary>
/// <remarks>
/// Answers are taken from <see cref="Enqueue"/> in order; when none is queued, <see cref="Default"/> answers. One connection serves one request at a time and is kept alive unless the script ends it.
/// </remarks>
public sealed class ScriptedUpstream : IAsyncDisposable
{
    private readonly Socket _listener;
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<UpstreamReply> _replies = new();
    private readonly ConcurrentQueue<UpstreamRequest> _requests = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _accepting;

    private ScriptedUpstream(Socket listener, bool secure)
    {
        if (secure) _certificate = LoopbackCertificate.Create();
        _listener = listener;
        Address = new Uri($"{(secure ? "https" : "http")}://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}");
        _accepting = AcceptAsync();
    }

    /// <summary>Root address; a provider's endpoint is this plus <c>/v1</c>.</summary>
    public Uri Address { get; }

    /// <summary>What to declare as a provider's endpoint.</summary>
    public string Endpoint => Address.AbsoluteUri.TrimEnd('/') + "/v1";

    /// <summary>Answers requests for which nothing is queued; by default 500 with a message that says so.</summary>
    public Func<UpstreamRequest, UpstreamReply> Default { get; set; } = static _ => UpstreamReply.Json(500, """{"error":{"message":"The test scripted no answer.","type":"server_error","param":null,"code":"unscripted"}}""");

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<UpstreamRequest> Requests => [.. _requests];

    /// <summary>The only request; fails when there was none or more than one.</summary>
    public UpstreamRequest SingleRequest => Assert.Single(Requests);

    /// <param name="secure">TLS, with a certificate of its own that <see cref="IsOwn"/> knows.</param>
    public static ScriptedUpstream Start(bool secure = false)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(512);
        return new ScriptedUpstream(listener, secure);
    }

    /// <summary>Whether a certificate is this upstream's.</summary>
    public bool IsOwn(X509Certificate? certificate) => _certificate is not null && certificate is not null && certificate.GetCertHashString() == _certificate.GetCertHashString();

    /// <summary>Answers the next request with it.</summary>
    public ScriptedUpstream Enqueue(UpstreamReply reply)
    {
        _replies.Enqueue(reply);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
        _certificate?.Dispose();
    }

    internal UpstreamReply Take(UpstreamRequest request)
    {
        _requests.Enqueue(request);
        return _replies.TryDequeue(out var reply) ? reply : Default(request);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                socket.NoDelay = true;
                var serving = new UpstreamConnection(this, socket, _certificate, _stop.Token).ServeAsync();
                _connections[serving] = true;
                _ = serving.ContinueWith(task => _connections.TryRemove(task, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }
}
