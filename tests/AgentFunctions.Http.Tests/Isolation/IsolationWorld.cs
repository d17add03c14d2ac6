using System.Net;
using System.Text.RegularExpressions;
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
    public const int KeysOfATenant = 6;

    private readonly ControlApp _app;
    private readonly FaultyDocumentStore _store;
    private readonly Dictionary<string, string> _keys = [];

    private IsolationWorld(ControlApp app, FaultyDocumentStore store)
    {
        _app = app;
        _store = store;
    }

    public static IReadOnlyList<string> TenantIds { get; } = ["alpha", "beta", "gamma"];

    public static IReadOnlyList<string> Teams { get; } = ["red", "blue"];

    public static string Id(string tenant, string team, string kind, string number) => $"{tenant}-{team}-{kind}-{number}";

    /// <param name="tenants">Which tenants there are.</param>
    public static async Task<IsolationWorld> StartAsync(IReadOnlyList<string> tenants)
    {
        var store = new FaultyDocumentStore(new InMemoryDocumentStore(new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        var world = new IsolationWorld(
            await ControlApp.StartAsync(store, configure: static services =>
            {
                services.AddAgentFunctionsNotifications().AddSingleton<INotificationChannel>(new ScriptedChannel());

                // Jobs go over all tenants in their own time; here only what requests cost is counted.
                services.Remove(services.Single(s => s.ImplementationType?.Name == "ScheduledJobs"));
            }),
            store);
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
        (string, string)[] headers = step.AsTenant is null ? [] : [("x-tenant-id", step.AsTenant)];
        var before = _store.Reads + _store.Queries;
        var answer = await _app.SendAsync(new HttpMethod(step.Method), step.Path, body, _keys[$"{step.Tenant}:{step.Key}"], headers);
        return ($"{(int)answer.Status} {answer.ETag} {Normal(answer.Text)}", _store.Reads + _store.Queries - before);
    }

    /// <summary>Lets the time of a step pass.</summary>
    public void Pass() => _app.Time.Advance(TimeSpan.FromMilliseconds(300));

    public IReadOnlyDictionary<string, string> Keys => _keys;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Normal(string text) => Chance().Replace(text, "#");

    [GeneratedRegex("""req_[0-9a-f]{32}|[ao]k_[a-z-]+\.[A-Za-z0-9-]+\.[0-9A-Za-z]{49}|"elapsedMs":[0-9]+|chatcmpl-[a-z0-9]+|"created":[0-9]+""")]
    private static partial Regex Chance();

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
            await SendAsync(tenant, HttpMethod.Put, $"/api/secrets/{Own("secrets")}", $$"""{"value":"v","hosts":["a.example"],"team":"{{Own("teams")}}"}""");
            await PutAsync(tenant, "notifications", Own("notifications"), $$"""{"channel":"webhook","to":"https://a.example/h","events":["*"],"team":"{{Own("teams")}}"}""");
        }

        var (red, blue) = (Id(tenant, "red", "teams", "0"), Id(tenant, "blue", "teams", "0"));
        await IssueAsync(tenant, 0, "agent", Id(tenant, "red", "agents", "0"), "red");
        await IssueAsync(tenant, 1, "agent", Id(tenant, "blue", "agents", "0"), "blue");
        await PrincipalAsync(tenant, 2, """{"type":"operator"}""", "whole");
        await PrincipalAsync(tenant, 3, $$"""{"type":"operator","grants":[{"team":"{{red}}"}]}""", "red");
        await PrincipalAsync(tenant, 4, $$"""{"type":"auditor","grants":[{"team":"{{blue}}"}]}""", "blue");
        await PrincipalAsync(tenant, 5, $$"""{"type":"app","grants":[{"scopes":["resources:read","resources:write","keys:write","metrics:read"],"team":"{{blue}}"}]}""", "blue");
    }

    private async Task PrincipalAsync(string tenant, int number, string spec, string team)
    {
        var id = Id(tenant, team, "principals", $"{number}");
        await PutAsync(tenant, "principals", id, spec);
        await IssueAsync(tenant, number, "principal", id, team);
    }

    private async Task IssueAsync(string tenant, int number, string owner, string id, string team) =>
        _keys[$"{tenant}:{number}"] = (await SendAsync(tenant, HttpMethod.Post, "/api/keys", $$"""{"{{owner}}":"{{id}}","id":"{{Id(tenant, team, "keys", $"k{number}")}}"}""")).Json.GetProperty("key").GetString()!;

    private Task<ControlApp.Answer> PutAsync(string tenant, string kind, string id, string spec) => SendAsync(kind == "tenants" ? "default" : tenant, HttpMethod.Put, $"/api/{kind}/{id}", $$"""{"spec":{{spec}}}""");

    private async Task<ControlApp.Answer> SendAsync(string tenant, HttpMethod method, string path, string body)
    {
        var answer = await _app.SendAsync(method, path, body, ControlApp.AdminKey, ("x-tenant-id", tenant));
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{method} {path}: {answer.Text}");
        return answer;
    }
}
