using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AgentFunctions.Functions.Durable;
using AgentFunctions.Functions.Hosting;
using AgentFunctions.Http.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>Runs of agents and of definitions, started over HTTP, with the services of the Functions host and the demo set, on Durable Task's in-process test host.</summary>
public sealed class RunsOnDurableTests : IAsyncLifetime
{
    private const string AdminKey = "0123456789abcdef0123456789";
    private readonly string _folder = Directory.CreateTempSubdirectory("agentfunctions-").FullName;
    private DurableSidecar _sidecar = null!;
    private WebApplication _host = null!;

    public async Task InitializeAsync()
    {
        _sidecar = await DurableSidecar.StartAsync();
        var worker = new DurableTestWorker(_sidecar);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("AgentFunctions:Data", Path.Combine(_folder, "data")), new("AgentFunctions:Manifests", "Manifests/demo"), new("AGENTFUNCTIONS_ADMIN_KEY", AdminKey)]);
        builder.Services.AddFunctionsHost().AddHostEngines(builder.Configuration).AddAgentFunctions().AddDurableWorkflows();
        worker.AddTo(builder.Services);
        _host = builder.Build();
        _host.Run(_host.Services.GetRequiredService<AgentFunctionsApp>().InvokeAsync);
        worker.Use(_host.Services);
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        await _host.DisposeAsync();
        await _sidecar.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Agent_Started_RunsToItsEnd()
    {
        var run = await RunAsync("/api/agents/demo/runs", """{"input":"Say hello"}""");

        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.NotEmpty(run.GetProperty("steps").EnumerateArray());
    }

    [Fact]
    public async Task Definition_Started_RunsToItsEndWithItsAgent()
    {
        await SendAsync(HttpMethod.Put, "/api/workflows/greets", """{"spec":{"agent":"demo","steps":[{"id":"s","type":"set","values":{"x":2}},{"id":"a","type":"agent","agent":"demo","input":"Say hello"},{"id":"t","type":"timer","duration":"00:00:01"}],"output":{"x":"${vars.x}","said":"${steps.a.output}"}}}""");

        var run = await RunAsync("/api/workflows/greets/runs", """{"input":1}""");

        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal(2, run.GetProperty("output").GetProperty("x").GetInt32());
    }

    [Fact]
    public async Task Purged_IsGone()
    {
        var id = (await RunAsync("/api/agents/demo/runs", """{"input":"Say hello"}""")).GetProperty("id").GetString();

        await SendAsync(HttpMethod.Post, $"/api/runs/{id}/purge", "{}");

        List<string> left = [];
        await foreach (var instance in _host.Services.GetRequiredService<DurableWorkflowClient>().ListAsync("default", CancellationToken.None)) left.Add(instance.InstanceId);
        Assert.DoesNotContain(left, instance => instance.EndsWith(id!, StringComparison.Ordinal));
    }

    /// <summary>Durable Task keeps what comes while an orchestration is suspended; a cancel lets it go on to its end.</summary>
    [Fact]
    public async Task Suspended_Cancelled_EndsWithoutAResume()
    {
        await SendAsync(HttpMethod.Put, "/api/workflows/holds", """{"spec":{"agent":"demo","steps":[{"id":"w","type":"wait","event":"never"}]}}""");
        var started = await SendAsync(HttpMethod.Post, "/api/workflows/holds/runs", "{}", wait: false);
        var path = $"/api/runs/{started.GetProperty("id").GetString()}";
        await UntilAsync(path, "waiting");

        await SendAsync(HttpMethod.Post, path + "/suspend", "{}");
        await UntilAsync(path, "suspended");
        await SendAsync(HttpMethod.Post, path + "/cancel", "{}");

        await UntilAsync(path, "cancelled");
    }

    /// <summary>A denial is no failure of the orchestration's tasks, so Durable's own rewind serves: people are asked anew.</summary>
    [Fact]
    public async Task Denied_Rewound_AsksAnew()
    {
        await SendAsync(HttpMethod.Put, "/api/principals/ann", """{"spec":{"type":"approver"}}""");
        var ann = (await SendAsync(HttpMethod.Post, "/api/keys", """{"principal":"ann"}""")).GetProperty("key").GetString()!;
        await SendAsync(HttpMethod.Put, "/api/workflows/asks", """{"spec":{"agent":"demo","steps":[{"id":"ok","type":"approval","action":{"pay":1}}]}}""");
        var started = await SendAsync(HttpMethod.Post, "/api/workflows/asks/runs", "{}", wait: false);
        var path = $"/api/runs/{started.GetProperty("id").GetString()}";
        var denied = await DecideAsync(path, ann, "deny");
        await UntilAsync(path, "failed");

        await TestKit.TestWait.UntilAsync(async () => (await TrySendAsync(HttpMethod.Post, path + "/rewind", "{}", AdminKey, wait: false)).IsOk, "it is rewound", TimeSpan.FromMinutes(1));

        Assert.NotEqual(denied, await DecideAsync(path, ann, "approve"));
        await UntilAsync(path, "succeeded");
    }

    private async Task<string> DecideAsync(string path, string key, string decision)
    {
        await UntilAsync(path, "waiting");
        var asked = (await SendAsync(HttpMethod.Get, path, null)).GetProperty("pendingApprovals")[0];
        var id = asked.GetProperty("id").GetString()!;
        var (isOk, text) = await TrySendAsync(HttpMethod.Post, $"/api/approvals/{id}", $$"""{"decision":"{{decision}}","digest":"{{asked.GetProperty("digest").GetString()}}"}""", key, wait: false);
        Assert.True(isOk, text);
        return id;
    }

    private Task UntilAsync(string path, string status) =>
        TestKit.TestWait.UntilAsync(async () => (await SendAsync(HttpMethod.Get, path, null)).GetProperty("status").GetString() == status, $"it is {status}", TimeSpan.FromMinutes(1));

    private async Task<JsonElement> RunAsync(string path, string body)
    {
        var started = await SendAsync(HttpMethod.Post, path, body);
        return await SendAsync(HttpMethod.Get, $"/api/runs/{started.GetProperty("id").GetString()}", null);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body, bool wait = true)
    {
        var (isOk, text) = await TrySendAsync(method, path, body, AdminKey, wait);
        Assert.True(isOk, text);
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    private async Task<(bool IsOk, string Text)> TrySendAsync(HttpMethod method, string path, string? body, string key, bool wait)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(new Uri(_host.Urls.First()), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (wait) request.Headers.TryAddWithoutValidation("Prefer", "wait=60");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        return (response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }
}
