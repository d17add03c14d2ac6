using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Approvals;
using AgentFunctions.Http.Tests.Activities;
using AgentFunctions.Http.Tests.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Approvals;

/// <summary>
/// <see cref="TeamsApp"/> (the agent <c>demo</c> of <c>red</c>, owner <c>ann</c>, sponsor <c>bob</c>) with approvers <c>zoe</c>, <c>yan</c> (group <c>finance</c>), <c>ann</c>, <c>bob</c>, <c>bea</c> of the team
/// <c>blue</c>, and the operator <c>fire</c> who may break the glass.
/// </summary>
internal sealed class ApprovalsApp : IAsyncDisposable
{
    public const string Refund = """{"tool":"refund","arguments":{"amount":12.5,"order":"A-7"},"toolEtag":"e1"}""";

    private readonly Dictionary<string, string> _keys = [];

    private ApprovalsApp(TeamsApp teams) => Teams = teams;

    public TeamsApp Teams { get; }

    public ControlApp App => Teams.App;

    public static async Task<ApprovalsApp> StartAsync(Action<IServiceCollection>? configure = null)
    {
        var app = new ApprovalsApp(await TeamsApp.StartAsync(configure));
        (app._keys["agent"], app._keys["ops"], app._keys["far"], app._keys["admin"]) = (app.Teams.AgentKey, app.Teams.Ops, app.Teams.OtherTenant, ControlApp.AdminKey);
        foreach (var name in (string[])["zoe", "ann", "bob"]) await app.AddAsync(name, """{"type":"approver"}""");
        await app.AddAsync("yan", """{"type":"approver","groups":["finance"]}""");
        await app.AddAsync("bea", """{"type":"approver","grants":[{"team":"blue"}]}""");
        await app.AddAsync("fire", """{"type":"operator","grants":[{"scopes":[]},{"scopes":["approvals:break-glass"]}]}""");
        app._keys["far-zoe"] = await app.Teams.IssueAsync("zoe", "approver", "[]", "other");
        return app;
    }

    public string Key(string name) => _keys[name];

    public async Task<Approval> AskAsync(string key = "k", string action = Refund, Func<ApprovalRequest, ApprovalRequest>? with = null)
    {
        var request = new ApprovalRequest
        {
            TenantId = "default",
            Key = key,
            Kind = ApprovalKind.Action,
            Action = JsonElement.Parse(action),
            Agent = "demo",
            Team = "red",
            RunId = "run_1",
            StepId = "s1",
            RequestedBy = "operator/ops",
            Owners = ["ann", "bob"],
        };
        var outcome = await App.Services.GetRequiredService<IApprovals>().RequestAsync(with?.Invoke(request) ?? request, CancellationToken.None);
        Assert.True(outcome.Error is null, outcome.Error?.Message);
        return outcome.Value!;
    }

    public Task<ControlApp.Answer> DecideAsync(string who, Approval approval, string decision = "approve", string rest = "", string? digest = null) =>
        App.SendAsync(HttpMethod.Post, $"/api/approvals/{approval.Id}", $$"""{"decision":"{{decision}}","digest":"{{digest ?? approval.Digest}}"{{rest}}}""", Key(who));

    public Task<ControlApp.Answer> GetAsync(string who, string path = "") => App.GetAsync("/api/approvals" + path, Key(who));

    /// <summary>Sends the page's form as a browser does.</summary>
    public async Task<(HttpStatusCode Status, string Html, HttpResponseMessage Answer)> PostPageAsync(string id, Dictionary<string, string> fields, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient { BaseAddress = App.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/approvals/" + id) { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers.Length == 0 ? [("Sec-Fetch-Site", "same-origin")] : headers) request.Headers.TryAddWithoutValidation(name, value);
        var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer);
    }

    public async Task AddAsync(string name, string spec)
    {
        Assert.Equal(HttpStatusCode.Created, (await App.PutSpecAsync("principals", name, spec)).Status);
        var issued = await App.PostAsync("/api/keys", $$"""{"principal":"{{name}}","id":"k-{{name}}"}""");
        Assert.True(issued.Status == HttpStatusCode.Created, issued.Text);
        _keys[name] = issued.Json.GetProperty("key").GetString()!;
    }

    public ValueTask DisposeAsync() => Teams.DisposeAsync();
}
