using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Notifications;
using AgentFunctions.Core.Notifications.Sending;
using AgentFunctions.Core.Resources;
using AgentFunctions.Http.Telemetry;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Notifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Authorisation;

/// <summary>Two tenants; in the first two teams, with one of everything each; a key for every role.</summary>
internal sealed class MatrixWorld : IAsyncDisposable
{
    private const string Away = "away";
    private const string Nowhere = "void";
    private const string MadeUp = "ak_default.mine-keys.0000000000000000000000000000000000000000000000000";
    private readonly Dictionary<string, string> _keysOf = [];
    private readonly Dictionary<string, string> _approvalsOf = [];

    private MatrixWorld(ControlApp app) => App = app;

    public ControlApp App { get; }

    public List<Role> Roles { get; } = [];

    public static async Task<MatrixWorld> StartAsync(IDocumentStore? store = null)
    {
        var world = new MatrixWorld(await ControlApp.StartAsync(store, configure: static services => services
            .AddAgentFunctionsNotifications()
            .AddSingleton<INotificationChannel>(new ScriptedChannel())
            .AddAgentFunctionsOpenTelemetry(new ConfigurationBuilder().Build())));
        await world.DeclareAsync();
        return world;
    }

    /// <summary>An answer as it must be the same whatever was asked for.</summary>
    public static string Comparable(ControlApp.Answer answer) => $"{(int)answer.Status} {AnswerText.Without(answer.Text, "theirs", Away, Nowhere, "mine", "our", Tenants.Default)}";

    /// <summary>Sends the row's request.</summary>
    public Task<ControlApp.Answer> SendAsync(MatrixRow row, Role role, Target target, params IEnumerable<(string, string)> conditions)
    {
        // What belongs to no team has one id in each tenant.
        var isTeams = row.Reach is Reach.KeyLookup or Reach.TeamRead or Reach.TeamWrite or Reach.OwnTeamRead or Reach.OwnTeamWrite or Reach.Agents or Reach.AgentOwned or Reach.AgentFiltered or Reach.Filtered or Reach.Anyone;
        var prefix = target switch { Target.AwayById or Target.AwayByHeader => Away, Target.Nowhere => Nowhere, Target.Theirs => "theirs", _ => "mine" };
        var own = prefix is Away or Nowhere ? prefix : "our";
        var body = row.Body?.Replace("{team}", prefix, StringComparison.Ordinal).Replace("{p}", prefix, StringComparison.Ordinal).Replace("{o}", own, StringComparison.Ordinal)
            .Replace("our-models", own + "-models", StringComparison.Ordinal).Replace("{key}", _keysOf.GetValueOrDefault(prefix, MadeUp), StringComparison.Ordinal);
        var kind = row.Pattern.Split('/').ElementAtOrDefault(2) ?? "";
        var id = kind switch
        {
            "tenants" => prefix is Away or Nowhere ? prefix : Tenants.Default,
            "teams" => prefix,
            "approvals" => _approvalsOf.GetValueOrDefault(prefix, "apr_00000000000000000000000000000000"),
            _ when row.Reach == Reach.Agents => own + (kind == "tools" ? "-tools" : "-models"),
            _ => $"{(isTeams ? prefix : own)}-{kind}",
        };
        var path = row.Pattern.Replace("{id}", id, StringComparison.Ordinal).Replace("{**id}", id, StringComparison.Ordinal).Replace("{name}", id, StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{kind}", "agents", StringComparison.Ordinal).Replace("{month}", "2025-12", StringComparison.Ordinal).Replace("{deployment}", own + "-models", StringComparison.Ordinal);
        List<(string, string)> headers = [.. conditions];
        if (target == Target.AwayByHeader) headers.Add(("x-tenant-id", Away));
        if (row.Reach == Reach.Agents) headers.Add(("x-agent-id", prefix + "-agents"));
        return App.SendAsync(new HttpMethod(row.Method), path + row.Query, body, role.Key ?? "", [.. headers]);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private async Task DeclareAsync()
    {
        await PutAsync("tenants", Away, "{}", Tenants.Default);
        await DeclareAsync("our", ["mine", "theirs"], Tenants.Default);
        await DeclareAsync(Away, [Away], Away);
        Roles.Add(new Role("nobody", null, null));
        Roles.Add(new Role("a made-up key", MadeUp, null));
        Roles.Add(new Role("a revoked key", await OutOfUseAsync("revoked", ""), null));
        await SendAsync(HttpMethod.Post, "/api/keys/revoked/revoke", "{}", Tenants.Default);
        Roles.Add(new Role("an expired key", await OutOfUseAsync("expired", ""","expiresAt":"2026-01-01T00:00:01Z" """), null));
        App.Time.Advance(TimeSpan.FromSeconds(3));
        Roles.Add(new Role("agent", _keysOf["mine"], Access.None, IsAgent: true));
        Roles.Add(new Role("platform", ControlApp.AdminKey, Access.Platform));
        foreach (var kind in (PrincipalKind[])[PrincipalKind.Operator, PrincipalKind.Approver, PrincipalKind.Auditor, PrincipalKind.App]) await AddAsync(PrincipalKinds.ToName(kind), kind);
        await AddAsync("operator of mine", PrincipalKind.Operator, new GrantSpec { Team = "mine" });
        await AddAsync("auditor of mine", PrincipalKind.Auditor, new GrantSpec { Team = "mine" });
        foreach (var scope in AccessScopeNames.Names(Access.MostOf(PrincipalKind.App)))
        {
            var name = scope.Replace(':', '-');
            await AddAsync($"app-{name}", PrincipalKind.App, new GrantSpec { Scopes = [scope] });
            await AddAsync($"app-{name}-of-mine", PrincipalKind.App, new GrantSpec { Scopes = [scope], Team = "mine" });
            if (scope != "resources:read") await AddAsync($"app-{name}-and-read-of-mine", PrincipalKind.App, new GrantSpec { Scopes = [scope, "resources:read"], Team = "mine" });
        }
    }

    private async Task<string?> OutOfUseAsync(string id, string rest) =>
        (await SendAsync(HttpMethod.Post, "/api/keys", $$"""{"principal":"our-principals","id":"{{id}}"{{rest}}}""", Tenants.Default)).Json.GetProperty("key").GetString();

    private async Task DeclareAsync(string own, string[] teams, string tenant)
    {
        await PutAsync("providers", own + "-providers", """{"type":"simulated"}""", tenant);
        await PutAsync("prices", own + "-prices", $$"""{"match":"{{own}}-models","input":"1","output":"1"}""", tenant);
        await PutAsync("models", own + "-models", $$"""{"targets":[{"provider":"{{own}}-providers"}]}""", tenant);
        await PutAsync("providers", own + "-used", """{"type":"simulated"}""", tenant);
        await PutAsync("models", own + "-used", $$"""{"targets":[{"provider":"{{own}}-used"}]}""", tenant);
        await PutAsync("tools", own + "-tools", """{"type":"builtin","builtin":"time.now"}""", tenant);
        await PutAsync("principals", own + "-principals", """{"type":"auditor","groups":["g"]}""", tenant);
        await SendAsync(HttpMethod.Post, "/api/keys", $$"""{"principal":"{{own}}-principals"}""", tenant);
        foreach (var team in teams)
        {
            await PutAsync("teams", team, """{"models":["*"]}""", tenant);
            await PutAsync("agents", team + "-agents", $$"""{"team":"{{team}}","model":"{{own}}-used","models":["*"],"tools":["*"]}""", tenant);
            await PutAsync("workflows", team + "-workflows", $$"""{"team":"{{team}}","steps":[{"id":"a","type":"timer","duration":"00:00:01"}]}""", tenant);
            await PutAsync("notifications", team + "-notifications", $$"""{"channel":"webhook","to":"https://a.example/h","events":["*"],"team":"{{team}}"}""", tenant);
            await PutAsync("subscriptions", team + "-subscriptions", $$"""{"team":"{{team}}","topic":"orders","start":"agents/{{team}}-agents"}""", tenant);
            await PutAsync("quotas", team + "-quotas", $$"""{"scope":"teams/{{team}}","unit":"usd","window":"day","amount":"5.00"}""", tenant);
            await SendAsync(HttpMethod.Put, $"/api/secrets/{team}-secrets", $$"""{"value":"v","hosts":["a.example"],"team":"{{team}}"}""", tenant);
            await CallAsync(own, team, tenant);
            await AskAsync(team, tenant);
            _keysOf[team] = (await SendAsync(HttpMethod.Post, "/api/keys", $$"""{"agent":"{{team}}-agents","id":"{{team}}-keys"}""", tenant)).Json.GetProperty("key").GetString()!;
        }
    }

    /// <summary>The team's agent asks for an approval.</summary>
    private async Task AskAsync(string team, string tenant)
    {
        var asked = await App.Services.GetRequiredService<IApprovals>().RequestAsync(
            new ApprovalRequest
            {
                TenantId = tenant, Key = team, Kind = ApprovalKind.Action, Action = JsonElement.Parse("""{"tool":"t"}"""), Agent = team + "-agents", Team = team, RunId = team + "-runs", RequestedBy = $"agent/{team}-agents",
            },
            CancellationToken.None);
        _approvalsOf[team] = asked.Value!.Id;
    }

    /// <summary>A call of the team's agent begins a run.</summary>
    private async Task CallAsync(string own, string team, string tenant)
    {
        var body = $$"""{"model":"{{own}}-models","messages":[{"role":"user","content":"Hi"}]}""";
        var answer = await App.SendAsync(HttpMethod.Post, "/v1/chat/completions", body, ControlApp.AdminKey, ("x-tenant-id", tenant), ("x-agent-id", team + "-agents"), ("x-run-id", team + "-runs"));
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
    }

    private async Task AddAsync(string name, PrincipalKind kind, params GrantSpec[] grants)
    {
        var id = name.Replace(' ', '-');
        var written = string.Join(',', grants.Select(g => $$"""{"scopes":[{{string.Join(',', g.Scopes.Select(s => $"\"{s}\""))}}]{{(g.Team is null ? "" : $",\"team\":\"{g.Team}\"")}}}"""));
        await PutAsync("principals", id, $$"""{"type":"{{PrincipalKinds.ToName(kind)}}","grants":[{{written}}]}""", Tenants.Default);
        var issued = await SendAsync(HttpMethod.Post, "/api/keys", $$"""{"principal":"{{id}}"}""", Tenants.Default);
        Roles.Add(new Role(name, issued.Json.GetProperty("key").GetString(), Access.Of(kind, grants)));
    }

    private Task<ControlApp.Answer> PutAsync(string kind, string id, string spec, string tenant) => SendAsync(HttpMethod.Put, $"/api/{kind}/{id}", $$"""{"spec":{{spec}}}""", tenant);

    private async Task<ControlApp.Answer> SendAsync(HttpMethod method, string path, string body, string tenant)
    {
        var answer = await App.SendAsync(method, path, body, ControlApp.AdminKey, ("x-tenant-id", tenant));
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, $"{method} {path}: {answer.Text}");
        return answer;
    }
}
