using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Keys;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Secrets;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Ledger;
using AgentFunctions.TestKit.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Http.Tests.Resources;

/// <summary>The application with the real control plane over a store in memory, a clock that stands still, and an operator's client.</summary>
internal sealed class ControlApp : IAsyncDisposable
{
    public const string AdminKey = "admin-key-for-tests-only-0123456789";

    private readonly LoopbackApp _app;

    private ControlApp(LoopbackApp app, FakeTimeProvider time)
    {
        _app = app;
        Time = time;
    }

    public FakeTimeProvider Time { get; }

    public IServiceProvider Services => _app.Services;

    public Uri Address => _app.Address;

    /// <inheritdoc cref="LoopbackApp.IdleAsync"/>
    public Task IdleAsync() => _app.IdleAsync();

    public static async Task<ControlApp> StartAsync(IDocumentStore? store = null, ILoggerProvider? logs = null, Action<IServiceCollection>? configure = null)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var app = await LoopbackApp.StartAsync(
            services =>
            {
                services.AddSingleton<TimeProvider>(time);
                services.AddSingleton(store ?? new InMemoryDocumentStore(time));
                services.AddSingleton<ISecretProtector, PlainSecretProtector>();
                services.AddAgentFunctionsKeys().AddAgentFunctionsSecrets();
                services.Configure<BootstrapKeyOptions>(o => o.AdminKey = AdminKey);
                configure?.Invoke(services);
                services.TryAddSingleton<ILedger, ScriptedLedger>();
                services.TryAddSingleton<IMemoryCandidates, ScanningMemoryCandidates>();
            },
            logs: logs);
        await app.Services.GetRequiredService<ResourceStore>().EnsureTenantAsync(Tenants.Default, CancellationToken.None);
        return new ControlApp(app, time);
    }

    public Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string key = AdminKey, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), key, headers);

    public Task<Answer> SendFormAsync(string path) => SendAsync(HttpMethod.Put, path, new FormUrlEncodedContent([new("a", "b")]), AdminKey, []);

    public Task<Answer> SendContentAsync(HttpMethod method, string path, HttpContent content, string key = AdminKey) => SendAsync(method, path, content, key, []);

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string key, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _app.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new Answer(
            response.StatusCode,
            text,
            response.Headers.ETag?.Tag,
            response.Headers.Location?.ToString(),
            response.Content.Headers.ContentType?.MediaType)
        {
            Headers = response.Headers,
        };
    }

    public Task<Answer> GetAsync(string path, string key = AdminKey) => SendAsync(HttpMethod.Get, path, null, key);

    public Task<Answer> PutSpecAsync(string kind, string id, string spec, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, $"/api/{kind}/{id}", $$"""{"spec":{{spec}}}""", AdminKey, headers);

    public Task<Answer> PostAsync(string path, string? body = null) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>A provider, a model and an agent that may use it.</summary>
    public async Task DeclareDemoAsync()
    {
        Assert.Equal(HttpStatusCode.Created, (await PutSpecAsync("providers", "sim", """{"type":"simulated"}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await PutSpecAsync("models", "sim-small", """{"targets":[{"provider":"sim"}]}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await PutSpecAsync("agents", "demo", """{"models":["sim-small"]}""")).Status);
    }

    public async Task<string> IssueKeyAsync(string agent = "demo", string? id = null)
    {
        var answer = await PostAsync("/api/keys", id is null ? $$"""{"agent":"{{agent}}"}""" : $$"""{"agent":"{{agent}}","id":"{{id}}"}""");
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return answer.Json.GetProperty("key").GetString()!;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    internal sealed record Answer(HttpStatusCode Status, string Text, string? ETag, string? Location, string? MediaType)
    {
        public JsonElement Json => JsonDocument.Parse(Text).RootElement;

        public required HttpResponseHeaders Headers { get; init; }

        public string? Code => Json.GetProperty("code").GetString();
    }
}
