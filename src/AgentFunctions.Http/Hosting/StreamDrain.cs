using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Http.Hosting;

/// <summary>Tells running streams when a stopping host is about to cut them, so that they can say so first.</summary>
internal sealed class StreamDrain : IDisposable
{
    /// <summary>Left of the host's shutdown time for the last words.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly CancellationTokenRegistration _registration;
    private long _stoppingSince;

    public StreamDrain(IHostApplicationLifetime lifetime, IOptions<HostOptions> host, TimeProvider time)
    {
        _time = time;
        _patience = host.Value.ShutdownTimeout - Margin;
        _registration = lifetime.ApplicationStopping.Register(() => Interlocked.CompareExchange(ref _stoppingSince, time.GetTimestamp(), 0));
    }

    /// <summary>The host has been stopping for so long that a stream still running will be cut.</summary>
    public bool IsOver => Interlocked.Read(ref _stoppingSince) is not 0 and var since && _time.GetElapsedTime(since) >= _patience;

    public void Dispose() => _registration.Dispose();
}
