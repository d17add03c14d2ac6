using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.TestKit.Hosting;

/// <summary>The HTTP application on real Kestrel at a free loopback port, with whatever services a test registers.</summary>
public sealed class LoopbackApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestsInFlight _requests;

    private LoopbackApp(WebApplication app, RequestsInFlight requests)
    {
        _app = app;
        _requests = requests;
        Address = new Uri(app.Urls.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>A client with the address as base and no credentials.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <param name="configure">Adds engines and fakes; <c>AddAgentFunctionsHttp</c> was called already.</param>
    /// <param name="outer">A stand-in for a host's own pipeline around the application; null serves it directly.</param>
    /// <param name="logs">Sees every log line; null drops them.</param>
    public static async Task<LoopbackApp> StartAsync(Action<IServiceCollection> configure, Func<AgentFunctionsApp, RequestDelegate>? outer = null, ILoggerProvider? logs = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (logs is not null) builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestHeadersTotalSize = 128 * 1024);
        builder.Services.AddAgentFunctionsHttp();
        configure(builder.Services);
        var app = builder.Build();
        var inner = app.Services.GetRequiredService<AgentFunctionsApp>();
        var requests = new RequestsInFlight(outer is null ? inner.InvokeAsync : outer(inner));
        app.Run(requests.InvokeAsync);
        await app.StartAsync();
        return new LoopbackApp(app, requests);
    }

    /// <summary>Waits until no request is inside the application: a client has its answer before the application is done with what it does afterwards.</summary>
    public Task IdleAsync() => _requests.IdleAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
