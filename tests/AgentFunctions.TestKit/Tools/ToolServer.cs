using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.TestKit.Tools;

/// <summary>A server of tools on real Kestrel at a free loopback port. Counts what reaches it; answers <c>{"ok":true}</c> unless a test says otherwise.</summary>
public sealed class ToolServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ToolServerCall> _calls = new();

    private ToolServer(WebApplication app)
    {
        _app = app;
        Port = new Uri(app.Urls.First()).Port;
    }

    public int Port { get; }

    /// <summary>As an exception of egress.</summary>
    public string Endpoint => $"127.0.0.1:{Port}";

    public string Url => $"http://{Endpoint}";

    /// <summary>Everything that arrived, in order.</summary>
    public IReadOnlyList<ToolServerCall> Calls => [.. _calls];

    /// <summary>Answers instead; gets the number of the call, from 1.</summary>
    public Func<HttpContext, int, Task>? Handler { get; set; }

    public static async Task<ToolServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        ToolServer? server = null;
        var app = builder.Build();
        app.Run(context => server!.AnswerAsync(context));
        await app.StartAsync();
        return server = new ToolServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        _calls.Enqueue(new ToolServerCall(context.Request.Method, target, body, context.Request.Headers.ToDictionary(static h => h.Key, static h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        if (Handler is { } handler)
        {
            await handler(context, _calls.Count);
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync("""{"ok":true}""");
    }
}
