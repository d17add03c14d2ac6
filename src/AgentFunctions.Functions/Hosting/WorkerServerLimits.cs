using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Functions.Hosting;

/// <summary>
/// Lifts the limits of the worker's inner server above those of the application, so that the application refuses what is too large, with an answer in the surface's shape. The host's own
/// limit on bodies stands before it, and the host adds headers of its own to what the caller sent.
/// </summary>
internal sealed class WorkerServerLimits(IOptions<AgentFunctionsHttpOptions> http) : IConfigureOptions<KestrelServerOptions>
{
    private const int HostHeaderBytes = 32 * 1024;
    private const int HostHeaderCount = 100;

    public void Configure(KestrelServerOptions options)
    {
        var limits = options.Limits;
        limits.MaxRequestBodySize = null;
        limits.MaxRequestHeadersTotalSize = http.Value.MaxRequestHeaderBytes + HostHeaderBytes;
        limits.MaxRequestHeaderCount += HostHeaderCount;
    }
}
