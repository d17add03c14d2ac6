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

    private async Task<JsonElement> RunAsync(string path, string body)
    {
        var started = await SendAsync(HttpMethod.Post, path, body);
        return await SendAsync(HttpMethod.Get, $"/api/runs/{started.GetProperty("id").GetString()}", null);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(new Uri(_host.Urls.First()), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AdminKey);
        request.Headers.TryAddWithoutValidation("Prefer", "wait=60");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}
