using System.Net;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>Steering shows no more than reading: a fork of a run, or a filter over runs, is only for those that the key may read.</summary>
public sealed class RunReachTests : IAsyncLifetime
{
    private readonly FakeWorkflowClient _engine = new(TimeProvider.System);
    private RunsApp _app = null!;
    private string _starter = "";
    private string _reader = "";
    private string _both = "";

    public async Task InitializeAsync()
    {
        _app = await RunsApp.StartAsync(services => services.AddSingleton<IWorkflowClient>(_engine));
        _starter = await AddAsync("starter", "\"runs:start\"");
        _reader = await AddAsync("reader", "\"traces:read\"");
        _both = await AddAsync("both", "\"runs:start\",\"traces:read\"");
        _app.Advance(TimeSpan.FromSeconds(3));
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Fork_OfARunThatTheKeyMayNotRead_IsNotFound_AsReadingItIs()
    {
        var theirs = await RunAsync(_app.Key("ops"), """{"input":{"secret":"s3"}}""");

        var forked = await ForkAsync(theirs, _starter);

        Assert.Equal((HttpStatusCode.NotFound, "not_found"), (forked.Status, forked.Code));
        Assert.Equal(Detail(await _app.One.GetAsync($"/api/runs/{theirs}", _starter)), Detail(forked));
        Assert.Equal(HttpStatusCode.Forbidden, (await ForkAsync(theirs, _reader)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await ForkAsync(theirs, _app.Key("blue"))).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await ForkAsync(theirs, _both)).Status);
    }

    [Fact]
    public async Task Fork_OfARunThatTheKeyStarted_AndOfThatFork_IsStarted()
    {
        var fork = await ForkAsync(await RunAsync(_starter), _starter);
        Assert.Equal(HttpStatusCode.Accepted, fork.Status);
        await StepAsync(IdOf(fork));

        Assert.Equal(HttpStatusCode.Accepted, (await ForkAsync(IdOf(fork), _starter)).Status);
        Assert.Equal(["app/starter"], (await WorkAsync(IdOf(await ForkAsync(IdOf(fork), _both)))).PublishedBy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bulk_ReachesWhatTheKeyMayReadAndSteer(bool isDryRun)
    {
        var (mine, theirs) = (await RunAsync(_starter), await RunAsync(_app.Key("ops")));
        var body = $$"""{"verb":"cancel","filter":{},"dryRun":{{(isDryRun ? "true" : "false")}}}""";

        var own = await _app.One.SendAsync(HttpMethod.Post, "/api/runs/bulk", body, _starter);
        Assert.Equal([mine], IdsOf(own));
        Assert.DoesNotContain(theirs, own.Text, StringComparison.Ordinal);
        Assert.False((await _app.GetAsync($"/api/runs/{theirs}", "ops")).Json.GetProperty("cancelling").GetBoolean());

        Assert.Equal(((string[])[mine, theirs]).Order(), IdsOf(await _app.One.SendAsync(HttpMethod.Post, "/api/runs/bulk", body, _both)).Order());
        Assert.Equal(HttpStatusCode.Forbidden, (await _app.One.SendAsync(HttpMethod.Post, "/api/runs/bulk", body, _reader)).Status);
    }

    [Fact]
    public async Task Run_OfAnAgentsKey_KnowsWhoIssuedIt()
    {
        var issued = await _app.One.SendAsync(HttpMethod.Post, "/api/keys", """{"agent":"demo","id":"mine"}""", _app.Key("ops"));
        Assert.Equal(HttpStatusCode.Created, issued.Status);
        _app.Advance(TimeSpan.FromSeconds(3));
        var run = await RunAsync(issued.Json.GetProperty("key").GetString()!);

        var work = await WorkAsync(run);

        Assert.Equal("agent/demo", work.StartedBy);
        Assert.Equal(["operator/ops"], work.PublishedBy);
        Assert.Empty((await WorkAsync(await RunAsync(_app.Key("demo")))).PublishedBy);
    }

    private async Task<RunWork> WorkAsync(string run) => (await _app.One.Services.GetRequiredService<IRunWork>().FindAsync(Tenants.Default, run, CancellationToken.None))!;

    private async Task<string> RunAsync(string key, string body = "{}")
    {
        var id = IdOf(await _app.One.SendAsync(HttpMethod.Post, "/api/agents/demo/runs", body, key));
        await StepAsync(id);
        return id;
    }

    private async Task StepAsync(string run) => await _app.One.Services.GetRequiredService<IRunJournal>()
        .BeginAsync(Tenants.Default, run, new RunStep { Id = "s1", Kind = RunStepKind.Tool, Name = "n", Status = RunStepStatus.Running, StartedAt = _app.One.Time.GetUtcNow() }, CancellationToken.None);

    private Task<ControlApp.Answer> ForkAsync(string run, string key) => _app.One.SendAsync(HttpMethod.Post, $"/api/runs/{run}/fork", """{"fromStep":"s1"}""", key);

    private async Task<string> AddAsync(string name, string scopes)
    {
        await _app.One.PutSpecAsync("principals", name, $$"""{"type":"app","grants":[{"scopes":[{{scopes}}],"team":"red"}]}""");
        return (await _app.One.SendAsync(HttpMethod.Post, "/api/keys", $$"""{"principal":"{{name}}"}""")).Json.GetProperty("key").GetString()!;
    }

    private static string? Detail(ControlApp.Answer refused) => refused.Json.GetProperty("detail").GetString();

    private static string IdOf(ControlApp.Answer answer) => answer.Json.TryGetProperty("id", out var id) ? id.GetString()! : throw new InvalidOperationException(answer.Text);

    private static string[] IdsOf(ControlApp.Answer answer) => [.. answer.Json.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("id").GetString()!)];
}
