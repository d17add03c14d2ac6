using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using AgentFunctions.Core.Notifications.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.TestKit.Notifications;

/// <summary>
/// What a receiver should be, on real Kestrel at a free loopback port: verifies signature and time, recognises repeats by <c>webhook-id</c>, and answers as a test scripts it. Keeps everything in the order of
/// arrival.
/// </summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<ReceivedWebhook> _received = new();
    private readonly ConcurrentQueue<(int Status, string? RetryAfter, string? Location)> _script = new();
    private readonly ConcurrentDictionary<string, bool> _accepted = new(StringComparer.Ordinal);

    private WebhookReceiver(WebApplication app, TimeProvider time, IReadOnlyList<string> secrets)
    {
        (_app, _time, Secrets) = (app, time, secrets);
        app.Run(ReceiveAsync);
    }

    /// <summary>Address to send to.</summary>
    public Uri Address => new(_app.Urls.First() + "/hook");

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Address.Port);

    /// <summary>Secrets that count; a test replaces them to rotate.</summary>
    public IReadOnlyList<string> Secrets { get; set; }

    /// <summary>Runs before each answer; a test holds a message in flight with it.</summary>
    public Func<Task>? Before { get; set; }

    /// <summary>In order of arrival.</summary>
    public IReadOnlyList<ReceivedWebhook> Received => [.. _received];

    /// <summary>Verified, answered with 2xx, and not seen before: what a receiver would act on.</summary>
    public IReadOnlyList<ReceivedWebhook> Accepted => [.. _received.Where(r => r is { IsVerified: true, IsRepeat: false, Status: < 300 })];

    public static async Task<WebhookReceiver> StartAsync(TimeProvider time, params string[] secrets)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app, time, secrets);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>Scripts the next answers; afterwards 204 for what verifies and 401 for what does not.</summary>
    public void Answer(int status, int times = 1, string? retryAfter = null, string? location = null)
    {
        for (var i = 0; i < times; i++) _script.Enqueue((status, retryAfter, location));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new MemoryStream();
        await context.Request.Body.CopyToAsync(reader);
        var headers = context.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString());
        var id = headers.GetValueOrDefault(WebhookSignature.IdHeader) ?? "";
        var verified = WebhookSignature.Verify(
            Secrets, id, headers.GetValueOrDefault(WebhookSignature.TimestampHeader), headers.GetValueOrDefault(WebhookSignature.SignatureHeader), reader.ToArray(), _time.GetUtcNow());
        if (Before is { } before) await before();
        var (status, retryAfter, location) = _script.TryDequeue(out var next) ? next : (verified || Secrets.Count == 0 ? 204 : 401, null, null);
        var repeat = status < 300 && !_accepted.TryAdd(id, true);
        _received.Enqueue(new ReceivedWebhook(id, System.Text.Encoding.UTF8.GetString(reader.ToArray()), headers, verified, repeat, status));
        context.Response.StatusCode = status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        if (location is not null) context.Response.Headers.Location = string.Create(CultureInfo.InvariantCulture, $"{location}");
        if (status is not 204 and not 304) await context.Response.WriteAsync("receiver-text-that-goes-nowhere");
    }
}
