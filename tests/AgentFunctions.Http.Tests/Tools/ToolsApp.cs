using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Gateway.Egress;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Runs;
using AgentFunctions.TestKit.Tools;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Tools;

/// <summary>The application with a tool server. Tools <c>orders.get</c> (GET), <c>notify.send</c> (reversible, idempotent) and <c>refunds.create</c> (irreversible, idempotent); the agent <c>demo</c> may use all of them, <c>other</c> none.</summary>
internal sealed class ToolsApp : IAsyncDisposable
{
    private const string Object = """{"type":"object","properties":{"id":{"type":"string"},"amount":{"type":"integer"}},"required":["id"]}""";

    private ToolsApp(ControlApp control, ToolServer server, ScriptedApprovals approvals) => (Control, Server, Approvals) = (control, server, approvals);

    public ControlApp Control { get; }

    public ToolServer Server { get; }

    public ScriptedApprovals Approvals { get; }

    public string Key { get; private set; } = "";

    public string OtherKey { get; private set; } = "";

    /// <param name="people">Approvals are the real ones, which people decide; else a test scripts them.</param>
    /// <param name="store">Where everything lies; null for one of its own.</param>
    public static async Task<ToolsApp> StartAsync(bool people = false, IDocumentStore? store = null)
    {
        var (server, approvals) = (await ToolServer.StartAsync(), new ScriptedApprovals());
        var control = await ControlApp.StartAsync(store, configure: services =>
        {
            if (!people) services.AddSingleton<IApprovals>(approvals);
            services.AddSingleton<IWorkflowClient>(static s => new FakeWorkflowClient(s.GetRequiredService<TimeProvider>()));
            services.Configure<EgressOptions>(options => (options.AllowPrivate, options.InAzure) = (server.Endpoint, false));
        });
        var app = new ToolsApp(control, server, approvals);
        await app.DeclareAsync();
        return app;
    }

    public Task<ControlApp.Answer> InvokeAsync(string tool, string body, string? key = null, params (string, string)[] headers) => Control.SendAsync(HttpMethod.Post, $"/api/tools/{tool}/invoke", body, key ?? Key, headers);

    /// <summary>Makes a principal; its key.</summary>
    public async Task<string> AddAsync(string name, string spec)
    {
        await MustAsync("principals", name, spec);
        var issued = await Control.PostAsync("/api/keys", $$"""{"principal":"{{name}}"}""");
        Assert.True(issued.Status == System.Net.HttpStatusCode.Created, issued.Text);
        return issued.Json.GetProperty("key").GetString()!;
    }

    /// <summary>Approves what an answer asks for.</summary>
    public Task<ControlApp.Answer> ApproveAsync(ControlApp.Answer asked, string key)
    {
        var approval = asked.Json.GetProperty("approval");
        return Control.SendAsync(HttpMethod.Post, "/api/approvals/" + approval.GetProperty("id").GetString(), $$"""{"decision":"approve","digest":"{{approval.GetProperty("digest").GetString()}}"}""", key);
    }

    public Task<ControlApp.Answer> PutAsync(string kind, string id, string spec) => Control.PutSpecAsync(kind, id, spec);

    public async ValueTask DisposeAsync()
    {
        await Control.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task DeclareAsync()
    {
        await Control.DeclareDemoAsync();
        await DeclareToolAsync("orders.get", "GET", "/orders/{id}", "none", false);
        await DeclareToolAsync("notify.send", "POST", "/notify", "reversible", true);
        await DeclareToolAsync("refunds.create", "POST", "/refunds", "irreversible", true);
        await MustAsync("agents", "demo", """{"models":["sim-small"],"tools":["orders.get","notify.*","refunds.create"]}""");
        await MustAsync("agents", "other", """{"models":["sim-small"]}""");
        Key = await Control.IssueKeyAsync();
        OtherKey = await Control.IssueKeyAsync("other");
    }

    private Task DeclareToolAsync(string id, string method, string path, string effect, bool idempotent) => MustAsync(
        "tools", id, $$"""{"type":"http","request":{"method":"{{method}}","url":"{{Server.Url}}{{path}}"},"inputSchema":{{Object}},"sideEffect":"{{effect}}","idempotent":{{(idempotent ? "true" : "false")}}}""");

    private async Task MustAsync(string kind, string id, string spec)
    {
        var answer = await PutAsync(kind, id, spec);
        Assert.True((int)answer.Status is 200 or 201, answer.Text);
    }
}
