using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>Starts say what holds for the run, and refuse what could not be meant.</summary>
public sealed class RunStartTests : IAsyncLifetime
{
    private readonly FakeWorkflowClient _engine = new(TimeProvider.System);
    private RunsApp _app = null!;

    public async Task InitializeAsync()
    {
        _app = await RunsApp.StartAsync(services => services.AddSingleton<IWorkflowClient>(_engine));
        var written = await _app.One.PutSpecAsync("agents", "demo", """{"models":["sim-small"],"team":"red","limits":{"steps":7,"deadline":"00:10:00"}}""");
        Assert.True(written.Status == HttpStatusCode.OK, written.Text);
        _app.Advance(TimeSpan.FromSeconds(3));
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("ops")]
    [InlineData("red")]
    [InlineData("demo")]
    public async Task Start_ForATeamThatIsNotTheTargets_IsRefusedWithoutTellingWhetherThereIsOne(string who)
    {
        var (foreign, unknown) = (await StartAsync("{}", who, "?team=blue"), await StartAsync("{}", who, "?team=nope"));

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_request", "team"), (foreign.Status, foreign.Code, foreign.Json.GetProperty("param").GetString()));
        Assert.Equal(AnswerText.Without(unknown.Text, []), AnswerText.Without(foreign.Text, []));
        Assert.Empty(_engine.Calls);
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync("{}", who, "?team=red")).Status);
    }

    [Fact]
    public async Task Start_AgainWithAnotherTeam_IsRefusedToo()
    {
        Assert.Equal(HttpStatusCode.Accepted, (await StartAsync("{}", headers: [("Idempotency-Key", "k")])).Status);

        Assert.Equal(HttpStatusCode.BadRequest, (await StartAsync("{}", query: "?team=blue", headers: [("Idempotency-Key", "k")])).Status);
    }

    [Theory]
    [InlineData("{}", 7, null, 4)]
    [InlineData("""{"limits":{"steps":500,"depth":8,"budget":"0.50"}}""", 7, "0.50", 4)]
    [InlineData("""{"limits":{"steps":3,"depth":0}}""", 3, null, 0)]
    public async Task Start_ShowsTheLimitsThatHold(string body, int steps, string? budget, int depth)
    {
        var started = await StartAsync(body);
        Assert.Equal(HttpStatusCode.Accepted, started.Status);
        foreach (var run in (JsonElement[])[started.Json, (await _app.GetAsync(started.Location!, "ops", _app.Two)).Json])
        {
            var limits = run.GetProperty("limits");
            Assert.Equal((steps, budget, depth), (limits.GetProperty("steps").GetInt32(), limits.GetProperty("budget").GetString(), limits.GetProperty("depth").GetInt32()));
        }
    }

    [Fact]
    public async Task Start_WithALaterDeadlineThanDeclared_ShowsTheOneThatHolds()
    {
        var run = (await StartAsync("""{"limits":{"deadline":"5.00:00:00"}}""")).Json;

        Assert.Equal(TimeSpan.FromMinutes(10), run.GetProperty("deadline").GetDateTimeOffset() - run.GetProperty("startedAt").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"wizard","content":"b"}]}""", "input.messages[1].role")]
    [InlineData("""{"messages":[{"role":"","content":"a"}]}""", "input.messages[0].role")]
    [InlineData("""{"messages":[{"role":"user","content":"a"}]}""", null)]
    [InlineData("""{"messages":[{"from":"wizard","text":"b"}]}""", null)]
    [InlineData("""{"messages":"none"}""", null)]
    public async Task Start_ConversationWithAMadeUpRole_NamesTheMessage(string input, string? field)
    {
        var answer = await StartAsync($$"""{"input":{{input}}}""");

        Assert.Equal(field is null ? HttpStatusCode.Accepted : HttpStatusCode.BadRequest, answer.Status);
        if (field is not null) Assert.Equal(field, answer.Json.GetProperty("param").GetString());
    }

    private Task<ControlApp.Answer> StartAsync(string body, string who = "ops", string query = "", params (string, string)[] headers) =>
        _app.One.SendAsync(HttpMethod.Post, $"/api/agents/demo/runs{query}", body, _app.Key(who), headers);
}
