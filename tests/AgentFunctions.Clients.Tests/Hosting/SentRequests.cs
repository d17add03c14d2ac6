namespace AgentFunctions.Clients.Tests.Hosting;

/// <summary>Counts what a client really sends, retries included.</summary>
internal sealed class SentRequests() : DelegatingHandler(new SocketsHttpHandler())
{
    private int _count;

    public int Count => _count;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return base.SendAsync(request, cancellationToken);
    }
}
