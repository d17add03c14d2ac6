using System.Collections.Concurrent;
using System.Text.Json;
using AgentFunctions.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.LocalHost.Tests.Faults;

/// <summary>What lies outside of the process that is struck: a provider that plays the same turns for every order, and the tools it calls. It outlives the process and counts what reaches it.</summary>
internal sealed class CountingShop : IAsyncDisposable
{
    public const string Model = "v1";
    public const string Lookup = "orders";
    public const string Meter = "meter";
    public const string Charge = "charge";
    public const string Refund = "refunds";
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<(string Path, string Order), ConcurrentQueue<string>> _seen = new();
    private readonly ConcurrentDictionary<string, Task> _gates = new();

    private CountingShop(WebApplication app)
    {
        _app = app;
        Url = app.Urls.First();
    }

    public string Url { get; }

    /// <summary>As an exception of egress.</summary>
    public string Endpoint => new Uri(Url).Authority;

    public static async Task<CountingShop> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        CountingShop? shop = null;
        var app = builder.Build();
        app.Run(context => shop!.AnswerAsync(context));
        await app.StartAsync();
        return shop = new CountingShop(app);
    }

    /// <summary>Requests that came at all.</summary>
    public int Total => _seen.Values.Sum(static keys => keys.Count);

    /// <summary>Requests that came for an order.</summary>
    public int Calls(string path, string order) => _seen.TryGetValue((path, order), out var keys) ? keys.Count : 0;

    /// <summary>Things done for an order by a tool that honours the idempotency key.</summary>
    public int Effects(string path, string order) => _seen.TryGetValue((path, order), out var keys) ? keys.Distinct(StringComparer.Ordinal).Count() : 0;

    /// <summary>What comes to a path is counted at once, and answered when the task is over.</summary>
    public void Hold(string path, Task until) => _gates[path] = until;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement;
        var path = context.Request.Path.Value!.Split('/')[1];
        var order = path == Model ? ShopScript.OrderOf(body) : body.GetProperty("orderId").GetString()!;
        _seen.GetOrAdd((path, order), static _ => new()).Enqueue(context.Request.Headers["Idempotency-Key"].ToString());
        if (_gates.TryGetValue(path, out var gate)) await gate;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(path == Model ? ShopScript.Answer(body, order) : """{"ok":true}""");
    }
}
