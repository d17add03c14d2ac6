using System.Net;
using System.Text.RegularExpressions;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Http.Tests.Isolation;

/// <summary>Tenants with two teams each and every kind of key. Every id begins with its tenant and names its team.</summary>
internal sealed partial class IsolationWorld : IAsyncDisposable
{
    public const int KeysOfATenant = 9;

    private readonly ControlApp _app;
    private readonly FaultyDocumentStore _store;
    private readonly Dictionary<string, string> _keys = [];
    private readonly Dictionary<string, string?> _teams = [];
    private readonly Dictionary<string, string> _cursors = [];
    private readonly int _seed;

    private IsolationWorld(ControlApp app, FaultyDocumentStore store, int seed)
    {
        _seed = seed;
        _app = app;
        _store = store;
    }

    public static IReadOnlyList<string> TenantIds { get; } = ["alpha", "beta", "gamma"];

    public static IReadOnlyList<string> Teams { get; } = ["red", "blue"];

    public static string Id(string tenant, string team, string kind, string number) => $"{tenant}-{team}-{kind}-{number}";

    /// <summary>The only team in which a key has rights; null for one that reaches further.</summary>
    public string? TeamOf(IsolationStep step) => _teams[$"{step.Tenant}:{step.Key}"];

    /// <param name="tenants">Which tenants there are.</param>
    /// <param name="seed">Of the grants.</param>
    public static async Task<IsolationWorld> StartAsync(IReadOnlyList<string> tenants, int seed)
    {
        var store = new FaultyDocumentStore(new InMemoryDocumentStore(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        var world = new IsolationWorld(
            await ControlApp.StartAsync(store, configure: static services =>
            {
                services.AddAgentFunctionsNotifications().AddSingleton<INotificationChannel>(new ScriptedChannel());

                // Jobs go over all tenants in their own time; here only what requests cost is counted.
                services.Remove(services.Single(s => s.ImplementationType?.Name == "ScheduledJobs"));
            }),
            store,
            seed);
        foreach (var tenant in tenants) await world.DeclareAsync(tenant);
        return world;
    }

    /// <summary>Sends a step. The answer without what differs by chance (ids of requests, secrets of keys), and how often the store was asked.</summary>
    /// <param name="step">What to send.</param>
    /// <param name="keys">Keys of tenants that do not exist here.</param>
    public async Task<(string Answer, int Reads)> SendAsync(IsolationStep step, IReadOnlyDictionary<string, string>? keys = null)
    {
        _app.Time.Advance(TimeSpan.FromMilliseconds(300));
        var body = step.Body is null ? null : KeyToken().Replace(step.Body, m => _keys.GetValueOrDefault(m.Groups[1].Value) ?? keys![m.Groups[1].Value]);
        List<(string, string)> headers = step.AsTenant is null ? [] : [("x-tenant-id", step.AsTenant)];
        var isCall = step.Path.StartsWith("/v1", StringComparison.Ordinal);
        if (isCall && step.Key >= 2) headers.Add(("x-agent-id", Id(step.Tenant, step.Key % 2 == 0 ? "red" : "blue", "agents", "0")));

        // On with the page that the same key was given last, of whichever list.
        var cursors = $"{step.Tenant}:{step.Key}";
        var path = step.Path.Replace("{cursor}", _cursors.GetValueOrDefault(cursors), StringComparison.Ordinal);
        var before = _store.Reads + _store.Queries;
        var answer = await _app.SendAsync(new HttpMethod(step.Method), path, body, _keys[$"{step.Tenant}:{step.Key}"], [.. headers]);
        if (IsolationAnswer.NextOf(answer.Text) is { } next) _cursors[cursors] = next;
        return ($"{(int)answer.Status} {answer.ETag} {IsolationAnswer.Normal(path, answer.Text)}", _store.Reads + _store.Queries - before);
    }

    /// <summary>Lets the time of a step pass.</summary>
    public void Pass() => _app.Time.Advance(TimeSpan.FromMilliseconds(300));

    /// <summary>Events on their way to notifications, now and then.</summary>
    public async Task RelayAsync(int step)
    {
        if (step % 10 == 9) await _app.Services.GetServices<IScheduledJob>().Single(j => j.Name == "notification-relay").RunAsync(CancellationToken.None);
    }

    public IReadOnlyDictionary<string, string> Keys => _keys;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [GeneratedRegex(@"\{key:([a-z]+:[0-9])\}")]
    private static partial Regex KeyToken();

    private async Task DeclareAsync(string tenant)
    {
        await PutAsync(tenant, "tenants", tenant, "{}");
        foreach (var team in Teams)
        {
            string Own(string kind) => Id(tenant, team, kind, "0");
            await PutAsync(tenant, "providers", Own("providers"), """{"type":"simulated"}""");
            await PutAsync(tenant, "models", Own("models"), $$"""{"targets":[{"provider":"{{Own("providers")}}"}]}""");
            await PutAsync(tenant, "teams", Own("teams"), $$"""{"models":["{{tenant}}-{{team}}-*"]}""");
            await PutAsync(tenant, "agents", Own("agents"), $$"""{"team":"{{Own("teams")}}","models":["{{Own("models")}}"]}""");
            await PutAsync(tenant, "workflows", Own("workflows"), $$"""{"team":"{{Own("teams")}}","agent":"{{Own("agents")}}","steps":[{"id":"a","type":"agent","agent":"{{Own("agents")}}"}]}""");
            await SendAsync(tenant, HttpMethod.Put, $"/api/secrets/{Own("secrets")}", $$"""{"value":"v","hosts":["a.example"],"team":"{{Own("teams")}}"}""");
            await PutAsync(tenant, "quotas", Own("quotas"), $$"""{"scope":"teams/{{Own("teams")}}","unit":"usd","window":"day","amount":"5.00"}""");
            await PutAsync(tenant, "notifications", Own("notifications"), $$"""{"channel":"webhook","to":"https://a.example/h","events":["*"],"team":"{{Own("teams")}}"}""");
        }

        await PutAsync(tenant, "quotas", Id(tenant, "whole", "quotas", "0"), """{"scope":"agents/*","unit":"usd","window":"day","amount":"1.00"}""");

        // A past in the other team, and a set that owns things of both.
        var (moved, own) = (Id(tenant, "blue", "agents", "1"), Id(tenant, "red", "models", "0"));
        await PutAsync(tenant, "agents", moved, $$"""{"team":"{{Id(tenant, "red", "teams", "0")}}","models":["{{own}}"]}""");
        await PutAsync(tenant, "agents", moved, $$"""{"team":"{{Id(tenant, "blue", "teams", "0")}}"}""");
        await SendAsync(tenant, HttpMethod.Put, "/api/resources?managedBy=one", $$"""{"items":[{{string.Join(',', Teams.Select(t => Agent(tenant, t)))}}]}""");

        await IssueAsync(tenant, 0, "agent", Id(tenant, "red", "agents", "0"), "red");
        await IssueAsync(tenant, 1, "agent", Id(tenant, "blue", "agents", "0"), "blue");
        for (var number = 2; number < KeysOfATenant; number++)
        {
            var (team, spec) = IsolationGrants.Of(_seed, tenant, number);
            await PrincipalAsync(tenant, number, spec, team ?? "whole");
        }
    }

    private static string Agent(string tenant, string team) =>
        $$$"""{"kind":"agents","id":"{{{Id(tenant, team, "agents", "2")}}}","spec":{"team":"{{{Id(tenant, team, "teams", "0")}}}"}}""";

    private async Task PrincipalAsync(string tenant, int number, string spec, string team)
    {
        var id = Id(tenant, team, "principals", $"{number}");
        await PutAsync(tenant, "principals", id, spec);
        await IssueAsync(tenant, number, "principal", id, team);
    }

    private async Task IssueAsync(string tenant, int number, string owner, string id, string team)
    {
        _teams[$"{tenant}:{number}"] = team == "whole" ? null : team;
        _keys[$"{tenant}:{number}"] = (await SendAsync(tenant, HttpMethod.Post, "/api/keys", $$"""{"{{owner}}":"{{id}}","id":"{{Id(tenant, team, "keys", $"k{number}")}}"}""")).Json.GetProperty("key").GetString()!;
    }

    private Task<ControlApp.Answer> PutAsync(string tenant, string kind, string id, string spec) => SendAsync(kind == "tenants" ? "default" : tenant, HttpMethod.Put, $"/api/{kind}/{id}", $$"""{"spec":{{spec}}}""");

    private async Task<ControlApp.Answer> SendAsync(string tenant, HttpMethod method, string path, string body)
    {
        var answer = await _app.SendAsync(method, path, body, ControlApp.AdminKey, ("x-tenant-id", tenant));
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{method} {path}: {answer.Text}");
        return answer;
    }
}
