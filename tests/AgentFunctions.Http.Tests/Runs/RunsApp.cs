using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Runs;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Http.Tests.Runs;

/// <summary>
/// Two processes over one store. In the tenant <c>default</c> the agents <c>demo</c> (team <c>red</c>) and <c>other</c> (team <c>blue</c>); in the tenant <c>far</c> its own <c>demo</c> of no team; operators of the whole
/// tenant and of each team.
/// </summary>
internal sealed class RunsApp : IAsyncDisposable
{
    private const string Chat = """{"model":"sim-small","messages":[{"role":"user","content":"Hi"}]}""";

    private readonly Dictionary<string, string> _keys = [];

    private RunsApp(ControlApp one, ControlApp two, FaultyDocumentStore store) => (One, Two, Store) = (one, two, store);

    public ControlApp One { get; }

    public ControlApp Two { get; }

    public FaultyDocumentStore Store { get; }

    /// <summary>By agent or principal; those of the tenant <c>far</c> with <c>far/</c> before it.</summary>
    public string Key(string name) => _keys[name];

    /// <param name="services">Adds to both.</param>
    public static async Task<RunsApp> StartAsync(Action<IServiceCollection>? services = null)
    {
        var store = new FaultyDocumentStore(new InMemoryDocumentStore(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        var app = new RunsApp(await ControlApp.StartAsync(store, configure: Add), await ControlApp.StartAsync(store, configure: Add), store);
        await app.DeclareAsync();
        app.Advance(TimeSpan.FromSeconds(3));
        return app;

        void Add(IServiceCollection collection)
        {
            Configure(collection);
            services?.Invoke(collection);
        }
    }

    /// <summary>Lets time pass in both.</summary>
    public void Advance(TimeSpan time)
    {
        One.Time.Advance(time);
        Two.Time.Advance(time);
    }

    public Task<ControlApp.Answer> CallAsync(string? run, string agent = "demo", ControlApp? at = null, string body = Chat, params (string, string)[] headers) => (at ?? One).SendAsync(
        HttpMethod.Post, "/v1/chat/completions", body, Key(agent), [.. headers, .. run is null ? Array.Empty<(string, string)>() : [("x-run-id", run)]]);

    public Task<ControlApp.Answer> CompleteAsync(string run, string who = "demo", string outcome = "success", ControlApp? at = null) =>
        (at ?? One).SendAsync(HttpMethod.Post, $"/api/runs/{run}/complete", $$"""{"outcome":"{{outcome}}"}""", Key(who));

    public Task<ControlApp.Answer> GetAsync(string path, string who = "demo", ControlApp? at = null) => (at ?? One).GetAsync(path, Key(who));

    public async Task<string[]> ListAsync(string who = "demo", string query = "", ControlApp? at = null)
    {
        var answer = await GetAsync("/api/runs" + query, who, at);
        Assert.True(answer.Status == System.Net.HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("items").EnumerateArray().Select(static i => i.GetProperty("id").GetString()!)];
    }

    public static Task CloseIdleAsync(ControlApp at) => at.Services.GetServices<IScheduledJob>().Single(static j => j.Name == "run-idle").RunAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
    }

    private static void Configure(IServiceCollection services)
    {
        services.AddAgentFunctionsRunUpkeep();

        // Tests do what these do, when they mean it.
        foreach (var hosted in services.Where(static s => s.ImplementationType?.Name is "ScheduledJobs" or "RunFlusher").ToList()) services.Remove(hosted);
    }

    private async Task DeclareAsync()
    {
        await One.DeclareDemoAsync();
        foreach (var (agent, team) in ((string, string)[])[("demo", "red"), ("other", "blue")])
        {
            await One.PutSpecAsync("teams", team, "{}");
            await One.PutSpecAsync("agents", agent, $$"""{"models":["sim-small"],"team":"{{team}}"}""");
            _keys[agent] = await One.IssueKeyAsync(agent);
        }

        await PrincipalAsync("ops", "operator", "[]");
        await PrincipalAsync("audit", "auditor", "[]");
        await PrincipalAsync("red", "operator", """[{"scopes":[],"team":"red"}]""");
        await PrincipalAsync("blue", "operator", """[{"scopes":[],"team":"blue"}]""");
        await DeclareFarAsync();
    }

    public async Task DeclareFarAsync()
    {
        await One.PutSpecAsync("tenants", "far", "{}");
        var far = ("x-tenant-id", "far");
        await One.PutSpecAsync("providers", "sim", """{"type":"simulated"}""", far);
        await One.PutSpecAsync("models", "sim-small", """{"targets":[{"provider":"sim"}]}""", far);
        await One.PutSpecAsync("agents", "demo", """{"models":["sim-small"]}""", far);
        _keys["far/demo"] = await IssueAsync("agent", "demo", far);
        await One.PutSpecAsync("principals", "ops", """{"type":"operator"}""", far);
        _keys["far/ops"] = await IssueAsync("principal", "ops", far);
    }

    private async Task PrincipalAsync(string id, string type, string grants)
    {
        await One.PutSpecAsync("principals", id, $$"""{"type":"{{type}}","grants":{{grants}}}""");
        _keys[id] = await IssueAsync("principal", id);
    }

    private async Task<string> IssueAsync(string kind, string id, params (string, string)[] headers)
    {
        var answer = await One.SendAsync(HttpMethod.Post, "/api/keys", $$"""{"{{kind}}":"{{id}}"}""", ControlApp.AdminKey, headers);
        Assert.True(answer.Status == System.Net.HttpStatusCode.Created, answer.Text);
        return answer.Json.GetProperty("key").GetString()!;
    }
}
