using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace AgentFunctions.Benchmarks.Peers;

/// <summary>YARP's direct forwarder and nothing else: no key, no routing by model, no body read. The pass-through limit of .NET.</summary>
internal static class YarpPeer
{
    private static readonly TimeSpan ActivityTimeout = TimeSpan.FromSeconds(100);

    public static async Task<int> RunAsync(string url, string upstream)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddRouting();
        builder.Services.AddHttpForwarder();
        await using var app = builder.Build();
        using var client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        });
        app.MapForwarder("/{**path}", upstream, new ForwarderRequestConfig { ActivityTimeout = ActivityTimeout }, HttpTransformer.Default, client);
        await app.RunAsync();
        return 0;
    }
}
