using System.Net;
using AgentFunctions.Gateway.Models.Providers;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Http.Tests.Throttling;

/// <summary>What an operator throttled runs one call at a time and begins one a second, in however many processes.</summary>
public sealed class ThrottleAcrossProcessesTests : IAsyncLifetime
{
    private const string Chat = """{"model":"sim-small","messages":[{"role":"user","content":"Hi"}]}""";
    private readonly GatedProvider _provider = new();
    private ControlApp _one = null!;
    private ControlApp _two = null!;
    private string _key = "";
    private string _otherKey = "";

    public async Task InitializeAsync()
    {
        var store = new InMemoryDocumentStore(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        _one = await ControlApp.StartAsync(store, configure: Configure);
        _two = await ControlApp.StartAsync(store, configure: Configure);
        await _one.DeclareDemoAsync();
        await _one.PutSpecAsync("teams", "red", "{}");
        await _one.PutSpecAsync("agents", "demo", """{"models":["sim-small"],"team":"red"}""");
        await _one.PutSpecAsync("agents", "other", """{"models":["sim-small"]}""");
        (_key, _otherKey) = (await _one.IssueKeyAsync("demo", "k1"), await _one.IssueKeyAsync("other"));
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Theory]
    [InlineData("tenants", "default")]
    [InlineData("teams", "red")]
    [InlineData("agents", "demo")]
    [InlineData("keys", "k1")]
    [InlineData("models", "sim-small")]
    public async Task OneRunsInOneProcess_AnotherHasToWait(string kind, string id)
    {
        await ThrottleAsync(kind, id);
        _provider.Close();
        var first = CallAsync(_one, _key);
        await _provider.Arrived;
        Advance(TimeSpan.FromSeconds(5));

        var meanwhile = await CallAsync(_two, _key);
        _provider.Release();
        var answered = await first;
        await _one.IdleAsync();
        Advance(TimeSpan.FromSeconds(1));
        var after = await CallAsync(_two, _key);

        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), (meanwhile.Status, Error(meanwhile, "code")));
        Assert.StartsWith($"{kind}/{id} is throttled.", Error(meanwhile, "message"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (answered.Status, after.Status));
    }

    [Fact]
    public async Task OneHasEnded_TheNextBeginsASecondAfterItBegan_WhereverThat()
    {
        await ThrottleAsync("agents", "demo");

        Assert.Equal(HttpStatusCode.OK, (await CallAsync(_one, _key)).Status);
        Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await CallAsync(_two, _key)).Status);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(_two, _otherKey)).Status);

        Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(_one, _key)).Status);
        Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, (await CallAsync(_two, _key)).Status);
    }

    [Fact]
    public async Task ManyAtOnceInBoth_OneIsLetThrough()
    {
        await ThrottleAsync("models", "sim-small");

        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => CallAsync(i % 2 == 0 ? _one : _two, i % 3 == 0 ? _otherKey : _key)));
            Assert.Single(answers, static a => a.Status == HttpStatusCode.OK);
            Assert.Equal(11, answers.Count(static a => a.Status == HttpStatusCode.TooManyRequests));
            await _one.IdleAsync();
            await _two.IdleAsync();
            Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Lifted_AllRunAtOnce()
    {
        await ThrottleAsync("agents", "demo");
        await CallAsync(_one, _key);
        Assert.Equal(HttpStatusCode.OK, (await _one.SendAsync(HttpMethod.Put, "/api/agents/demo/state", """{"state":"active"}""")).Status);
        Advance(TimeSpan.FromSeconds(3));

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => CallAsync(i % 2 == 0 ? _one : _two, _key)));

        Assert.All(answers, static a => Assert.Equal(HttpStatusCode.OK, a.Status));
    }

    private void Configure(IServiceCollection services)
    {
        foreach (var simulated in services.Where(static s => s.ServiceType == typeof(IModelProvider) && s.ImplementationType?.Name == "SimulatedModelProvider").ToList()) services.Remove(simulated);
        services.AddSingleton<IModelProvider>(_provider);
    }

    private async Task ThrottleAsync(string kind, string id)
    {
        var answer = await _one.SendAsync(HttpMethod.Put, $"/api/{kind}/{id}/state", """{"state":"throttled","reason":"too eager"}""");
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Advance(TimeSpan.FromSeconds(3));
    }

    private void Advance(TimeSpan time)
    {
        _one.Time.Advance(time);
        _two.Time.Advance(time);
    }

    private static Task<ControlApp.Answer> CallAsync(ControlApp at, string key) => at.SendAsync(HttpMethod.Post, "/v1/chat/completions", Chat, key);

    private static string Error(ControlApp.Answer answer, string name) => answer.Json.GetProperty("error").GetProperty(name).GetString()!;
}
