using System.Net;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Secrets;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Notifications;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Gateway.Tests.Notifications;

public sealed class WebhookChannelTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private WebhookReceiver _receiver = null!;
    private ChannelHarness _channels = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync(_time, Secret);
        _channels = new ChannelHarness(_time, null, _receiver.EndPoint);
        _channels.Secrets.With("sign", Secret);
    }

    public async Task DisposeAsync()
    {
        await _channels.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    public void Dispose()
    {
        // DisposeAsync has done it.
    }

    [Fact]
    public async Task Send_Signed_VerifiesAtTheReceiver()
    {
        var value = _channels.Event();
        var result = await _channels.SendAsync(Hook(), value);
        Assert.Equal(new SendResult(SendOutcome.Delivered, 204), result);
        var received = Assert.Single(_receiver.Accepted);
        Assert.Equal(value.Id, received.Id);
        Assert.Equal(value.Id, received.Json.GetProperty("id").GetString());
        Assert.Equal("application/cloudevents+json; charset=utf-8", received.Headers["content-type"]);
        Assert.Equal([$"127.0.0.1:{_receiver.EndPoint.Port}"], _channels.Secrets.AskedHosts);
        Assert.False(received.Headers.ContainsKey("traceparent") || received.Headers.ContainsKey("authorization"));
    }

    [Fact]
    public async Task Send_WrongSecret_IsRefusedWithoutHoldingUpOthers()
    {
        _channels.Secrets.With("sign", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
        Assert.Equal(new SendResult(SendOutcome.Refused, 401, SendErrors.HttpStatus), await _channels.SendAsync(Hook()));
        Assert.Empty(_receiver.Accepted);
    }

    [Fact]
    public async Task Send_SecretMissingOrForAnotherHost_IsNotSentUnsigned()
    {
        Assert.Equal(SendErrors.SecretUnavailable, (await _channels.SendAsync(Hook() with { SecretRef = "absent" })).Error);
        _channels.Secrets.OnlyHost = "other.example";
        Assert.Equal(SendErrors.SecretUnavailable, (await _channels.SendAsync(Hook())).Error);
        Assert.Empty(_receiver.Received);
    }

    [Theory]
    [InlineData(200, SendOutcome.Delivered)]
    [InlineData(202, SendOutcome.Delivered)]
    [InlineData(299, SendOutcome.Delivered)]
    [InlineData(302, SendOutcome.Unavailable)]
    [InlineData(400, SendOutcome.Refused)]
    [InlineData(404, SendOutcome.Refused)]
    [InlineData(408, SendOutcome.Unavailable)]
    [InlineData(410, SendOutcome.Gone)]
    [InlineData(429, SendOutcome.Unavailable)]
    [InlineData(500, SendOutcome.Unavailable)]
    [InlineData(503, SendOutcome.Unavailable)]
    public async Task Send_Status_DecidesTheOutcome(int status, SendOutcome expected)
    {
        _receiver.Answer(status);
        var result = await _channels.SendAsync(Hook());
        Assert.Equal((expected, status), (result.Outcome, result.Status));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Thu, 01 Jan 2026 00:05:00 GMT", 300)]
    [InlineData("Wed, 31 Dec 2025 00:00:00 GMT", null)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    public async Task Send_RetryAfter_IsRead(string header, int? seconds)
    {
        _receiver.Answer(503, retryAfter: header);
        Assert.Equal(seconds, (await _channels.SendAsync(Hook())).RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Send_Redirect_IsNotFollowed()
    {
        _receiver.Answer(307, location: _receiver.Address.ToString());
        Assert.Equal((SendOutcome.Unavailable, 307), await _channels.SendAsync(Hook()) is var r ? (r.Outcome, r.Status) : default);
        Assert.Single(_receiver.Received);
    }

    [Fact]
    public async Task Send_NoAnswer_TimesOutAfterTenSeconds()
    {
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _receiver.Before = () =>
        {
            arrived.SetResult();
            return release.Task;
        };
        var sending = _channels.SendAsync(Hook());
        await arrived.Task;
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SendErrors.Timeout, (await sending).Error);
        release.SetResult();
    }

    /// <summary>The receiver's own address, but by a name or a port that was not allowed.</summary>
    [Fact]
    public async Task Send_AddressNotAllowed_IsRefusedBeforeConnecting()
    {
        await using var other = await WebhookReceiver.StartAsync(_time, Secret);
        Assert.Equal(SendErrors.AddressRefused, (await _channels.SendAsync(Hook(other.Address.ToString()))).Error);
        _channels.Names.With("inside.example", "10.0.0.7").With("meta.example", "169.254.169.254").With("mixed.example", "8.8.8.8", "127.0.0.1");
        foreach (var to in new[] { "https://inside.example/x", "https://meta.example/latest", "https://mixed.example/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://0x7f.1/", "https://169.254.169.254/" })
            Assert.Equal(SendErrors.AddressRefused, (await _channels.SendAsync(Hook(to))).Error);
        Assert.Equal(SendErrors.NameNotFound, (await _channels.SendAsync(Hook("https://absent.example/"))).Error);
        Assert.Equal(SendErrors.InvalidTarget, (await _channels.SendAsync(Hook("http://public.example/"))).Error);
        Assert.Empty(other.Received);
    }

    [Fact]
    public async Task Send_CertificateNobodyTrusts_IsRefused()
    {
        using var certificate = TestCertificate.Create("localhost");
        await using var server = await TlsServer.StartAsync(certificate);
        _channels.Names.With("localhost", "127.0.0.1");
        await using var channels = new ChannelHarness(_time, null, server.EndPoint);
        channels.Names.With("localhost", "127.0.0.1");
        Assert.Equal(SendErrors.TlsFailed, (await channels.SendAsync(new NotificationSpec { Channel = "webhook", To = $"https://localhost:{server.EndPoint.Port}/", Events = ["*"] })).Error);
    }

    /// <summary>While a signing secret is rotated both sign: receivers change over whenever they like.</summary>
    [Fact]
    public async Task Send_SecretBeingRotated_OldAndNewReceiversAccept()
    {
        var signing = new Overlap([new Secret("new-signing-secret"), new Secret(Secret)]);
        await using var channels = new ChannelHarness(_time, signing, _receiver.EndPoint);
        Assert.True((await channels.SendAsync(Hook())).IsDelivered);
        _receiver.Secrets = ["new-signing-secret"];
        Assert.True((await channels.SendAsync(Hook())).IsDelivered);
        signing.Now = [new Secret("new-signing-secret")];
        Assert.True((await channels.SendAsync(Hook())).IsDelivered);
        _receiver.Secrets = [Secret];
        Assert.Equal(401, (await channels.SendAsync(Hook())).Status);
        Assert.Equal(3, _receiver.Accepted.Count);
    }

    [Fact]
    public async Task Send_Chat_SecretStandsInTheUrlAndNowhereElse()
    {
        _receiver.Secrets = [];
        _channels.Secrets.With("slack-url", "T000/B000/canary-4711");
        var to = _receiver.Address.GetLeftPart(UriPartial.Authority) + "/services/{secret}";
        foreach (var channel in new[] { "slack", "teams" })
            Assert.True((await _channels.SendAsync(new NotificationSpec { Channel = channel, To = to, Events = ["*"], SecretRef = "slack-url" })).IsDelivered);
        Assert.Equal(2, _receiver.Received.Count);
        Assert.All(_receiver.Received, r => Assert.DoesNotContain("canary", r.Body, StringComparison.Ordinal));
        Assert.Equal("message", _receiver.Received[1].Json.GetProperty("type").GetString());
        Assert.True(_receiver.Received[0].Json.TryGetProperty("blocks", out _));
        _channels.Secrets.With("slack-url", "x y");
        Assert.Equal(SendErrors.InvalidTarget, (await _channels.SendAsync(new NotificationSpec { Channel = "slack", To = to, Events = ["*"], SecretRef = "slack-url" })).Error);
    }

    [Fact]
    public async Task Send_AnyFailure_LeavesNoSecretAndNoAnswerInResultsOrLogs()
    {
        _channels.Secrets.With("url", "canary-4711");
        List<SendResult> results = [];
        foreach (var status in new[] { 500, 400, 302 })
        {
            _receiver.Answer(status);
            results.Add(await _channels.SendAsync(Hook()));
        }

        results.Add(await _channels.SendAsync(new NotificationSpec { Channel = "slack", To = "https://absent.example/{secret}", SecretRef = "url" }));
        results.Add(await _channels.SendAsync(new NotificationSpec { Channel = "slack", To = "https://127.0.0.1:1/{secret}", SecretRef = "url" }));
        var all = string.Join('\n', results.Select(r => r + SendErrors.Explain(r.Error!, r.Status)).Concat(_channels.Logs.Lines));
        Assert.All(results, r => Assert.False(r.IsDelivered));
        foreach (var secret in new[] { "canary", "whsec_", "receiver-text", "MfKQ9r8GKYqr" }) Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
    }

    private NotificationSpec Hook(string? to = null) => new() { Channel = "webhook", To = to ?? _receiver.Address.ToString(), Events = ["*"], SecretRef = "sign" };

    private sealed class Overlap(IReadOnlyList<Secret> now) : ISigningSecrets
    {
        public IReadOnlyList<Secret> Now { get; set; } = now;

        public ValueTask<IReadOnlyList<Secret>> ResolveAsync(SecretUse use, CancellationToken cancellationToken) => new(Now);
    }
}
