using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Activity;
using AgentFunctions.Http.Tests.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Activities;

/// <summary>
/// Two teams (<c>red</c>, <c>blue</c>), the agent <c>demo</c> of <c>red</c> with the key <c>k1</c>, an operator <c>ops</c> of the whole tenant, auditors of each team (<c>red-audit</c>, <c>blue-audit</c>), and the
/// tenant <c>other</c> with an operator of its own.
/// </summary>
internal sealed class TeamsApp : IAsyncDisposable
{
    private TeamsApp(ControlApp app) => App = app;

    public ControlApp App { get; }

    public string AgentKey { get; private set; } = "";

    public string Ops { get; private set; } = "";

    public string Red { get; private set; } = "";

    public string Blue { get; private set; } = "";

    public string OtherTenant { get; private set; } = "";

    public static async Task<TeamsApp> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var teams = new TeamsApp(await ControlApp.StartAsync(configure: configure));
        await teams.DeclareAsync();
        return teams;
    }

    /// <summary>A model call with a key.</summary>
    public async Task<HttpStatusCode> CallAsync(string model = "sim-small", string? key = null, params (string Name, string Value)[] headers) =>
        (await App.SendAsync(HttpMethod.Post, "/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hi"}]}""", key ?? AgentKey, headers)).Status;

    /// <summary>Writes what was counted, once every answered request has been.</summary>
    public async Task FlushAsync()
    {
        await App.IdleAsync();
        await App.Services.GetRequiredService<ActivityWriter>().FlushAsync(isLast: true, CancellationToken.None);
    }

    public async Task MoveAsync(string team) =>
        Assert.Equal(HttpStatusCode.OK, (await App.PutSpecAsync("agents", "demo", $$"""{"models":["sim-small"],"team":"{{team}}","owner":"ann","sponsor":"bob"}""")).Status);

    public async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path, string key)
    {
        var answer = await App.GetAsync(path, key);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    public async Task<string> IssueAsync(string principal, string type, string grants, string tenant = "default")
    {
        var header = ("x-tenant-id", tenant);
        Assert.Equal(HttpStatusCode.Created, (await App.PutSpecAsync("principals", principal, $$"""{"type":"{{type}}","grants":{{grants}}}""", header)).Status);
        var issued = await App.SendAsync(HttpMethod.Post, "/api/keys", $$"""{"principal":"{{principal}}","id":"k-{{principal}}"}""", ControlApp.AdminKey, header);
        Assert.True(issued.Status == HttpStatusCode.Created, issued.Text);
        return issued.Json.GetProperty("key").GetString()!;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    private async Task DeclareAsync()
    {
        await App.DeclareDemoAsync();
        foreach (var team in (string[])["red", "blue"]) Assert.Equal(HttpStatusCode.Created, (await App.PutSpecAsync("teams", team, $$"""{"contacts":["{{team}}@example.com"]}""")).Status);
        await MoveAsync("red");
        AgentKey = await App.IssueKeyAsync("demo", "k1");
        Ops = await IssueAsync("ops", "operator", "[]");
        Red = await IssueAsync("red-audit", "auditor", """[{"scopes":[],"team":"red"}]""");
        Blue = await IssueAsync("blue-audit", "auditor", """[{"scopes":[],"team":"blue"}]""");
        Assert.Equal(HttpStatusCode.Created, (await App.PutSpecAsync("tenants", "other", "{}")).Status);
        OtherTenant = await IssueAsync("far", "operator", "[]", "other");
    }
}
