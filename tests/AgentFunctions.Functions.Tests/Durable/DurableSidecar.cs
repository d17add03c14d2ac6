using DurableTask.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Testing.Sidecar;
using Microsoft.DurableTask.Testing.Sidecar.Grpc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>The in-process test host without its worker, so that a worker can be started anew on what it stores.</summary>
internal sealed class DurableSidecar : IAsyncDisposable
{
    private readonly WebApplication _host;

    private DurableSidecar(WebApplication host, GrpcChannel channel)
    {
        _host = host;
        Channel = channel;
    }

    public GrpcChannel Channel { get; }

    public static async Task<DurableSidecar> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static kestrel => kestrel.ConfigureEndpointDefaults(static endpoint => endpoint.Protocols = HttpProtocols.Http2));
        var service = new TestOrchestrationService();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton<IOrchestrationServiceClient>(service);
        builder.Services.AddSingleton<TestHubServer>();
        var host = builder.Build();
        host.MapGrpcService<TestHubServer>();
        await host.StartAsync();
        return new DurableSidecar(host, GrpcChannel.ForAddress(host.Urls.First()));
    }

    public async ValueTask DisposeAsync()
    {
        await Channel.ShutdownAsync();
        Channel.Dispose();
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}
