using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Notifications;
using AgentFunctions.Core.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Http.Tests.Notifications;

public sealed class NotificationEndpointTests
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Resources, "default");

    [Fact]
    public async Task Test_Delivered_SaysSo()
    {
        var channel = new ScriptedChannel();
        await using var app = await StartAsync(channel);
        var (status, json) = await SendAsync(app, HttpMethod.Post, "/api/notifications/n/test");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(json.GetProperty("delivered").GetBoolean());
        Assert.Equal(200, json.GetProperty("status").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("error").ValueKind);
        var sent = Assert.Single(channel.Sent);
        Assert.Equal((EventTypes.Test, "notifications/n"), (sent.Event.Type, sent.Event.Subject));
    }

    [Theory]
    [InlineData(SendErrors.HttpStatus, 503, "503")]
    [InlineData(SendErrors.AddressRefused, null, "AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE")]
    [InlineData(SendErrors.SecretUnavailable, null, "secretRef")]
    public async Task Test_Failed_NamesCauseAndCure(string error, int? code, string cure)
    {
        var channel = new ScriptedChannel();
        channel.Results.Enqueue(new SendResult(SendOutcome.Unavailable, code, error));
        await using var app = await StartAsync(channel);
        var (status, json) = await SendAsync(app, HttpMethod.Post, "/api/notifications/n/test");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.False(json.GetProperty("delivered").GetBoolean());
        Assert.Equal(error, json.GetProperty("error").GetString());
        Assert.Contains(cure, json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_Sent_AreListedByPage()
    {
        var channel = new ScriptedChannel();
        channel.Results.Enqueue(new SendResult(SendOutcome.Refused, 422, SendErrors.HttpStatus));
        await using var app = await StartAsync(channel);
        var store = app.Services.GetRequiredService<IDocumentStore>();
        var time = app.Services.GetRequiredService<TimeProvider>();
        for (var i = 0; i < 3; i++)
        {
            ((FakeTimeProvider)time).Advance(TimeSpan.FromMilliseconds(1));
            var value = NotificationEvents.KeyRevoked("default", null, $"k-{i}", "operator/ops", time.GetUtcNow());
            await store.ExecuteBatchAsync(Partition, [NotificationOutbox.ToOperation(value)], CancellationToken.None);
        }

        await app.Services.GetServices<IScheduledJob>().Single(j => j.Name == "notification-relay").RunAsync(CancellationToken.None);
        var (_, first) = await SendAsync(app, HttpMethod.Get, "/api/notifications/n/deliveries?limit=2");
        Assert.Equal(["keys/k-2", "keys/k-1"], first.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("subject").GetString()));
        var (_, second) = await SendAsync(app, HttpMethod.Get, $"/api/notifications/n/deliveries?limit=2&cursor={first.GetProperty("nextCursor").GetString()}");
        var failed = Assert.Single(second.GetProperty("items").EnumerateArray());
        Assert.Equal(("failed", 1, 422, "http_status"), (failed.GetProperty("status").GetString(), failed.GetProperty("attempts").GetInt32(), failed.GetProperty("lastStatus").GetInt32(), failed.GetProperty("lastError").GetString()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
    }

    [Theory]
    [InlineData("POST", "/api/notifications/absent/test", 404)]
    [InlineData("GET", "/api/notifications/absent/deliveries", 404)]
    [InlineData("GET", "/api/notifications/n/deliveries?limit=0", 400)]
    [InlineData("GET", "/api/notifications/n/deliveries?limit=x", 400)]
    [InlineData("GET", "/api/notifications/n/deliveries?limit=501", 400)]
    [InlineData("GET", "/api/notifications/n/deliveries?cursor=nonsense", 400)]
    public async Task Endpoints_WrongInput_AreRefused(string method, string path, int expected)
    {
        await using var app = await StartAsync(new ScriptedChannel());
        var (status, json) = await SendAsync(app, new HttpMethod(method), path);
        Assert.Equal(expected, (int)status);
        Assert.True(json.TryGetProperty("code", out _));
    }

    [Fact]
    public async Task Endpoints_AgentsKey_IsRefused()
    {
        await using var app = await StartAsync(new ScriptedChannel());
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, HttpMethod.Post, "/api/notifications/n/test", FakeAuthenticator.KeyOf("demo"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, HttpMethod.Get, "/api/notifications/n/deliveries", FakeAuthenticator.KeyOf("demo"))).Status);
    }

    private static async Task<LoopbackApp> StartAsync(ScriptedChannel channel)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var view = new FakeControlPlaneView().With("demo", new AgentSpec { Models = ["*"] });
        var app = await LoopbackApp.StartAsync(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddSingleton<IAuthenticator>(new FakeAuthenticator(view));
            services.AddSingleton<IControlPlane>(new FakeControlPlane(view));
            services.AddSingleton<IDocumentStore>(new InMemoryDocumentStore(time));
            services.AddSingleton<ISecretSource>(new FakeSecretSource());
            services.AddSingleton<INotificationChannel>(channel);
            services.AddAgentFunctionsNotifications();
        });
        await app.Services.GetRequiredService<ResourceStore>().EnsureTenantAsync("default", CancellationToken.None);
        var body = """{"kind":"notifications","id":"n","deleted":false,"spec":{"channel":"webhook","to":"https://a.example/","events":["*"]}}""";
        await app.Services.GetRequiredService<IDocumentStore>().UpsertAsync(Partition, new DocumentWrite("notifications:n", Encoding.UTF8.GetBytes(body)), CancellationToken.None);
        return app;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(LoopbackApp app, HttpMethod method, string path, string key = FakeAuthenticator.PlatformKey)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await app.Client.SendAsync(request);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
