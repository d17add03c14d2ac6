using System.Net;
using AgentFunctions.Core.Context;
using AgentFunctions.Core.Documents;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Contexts;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Sessions;

/// <summary>The application with the agents <c>demo</c>, which declares slots and compresses, <c>reader</c>, which may read <c>brief</c> of it, <c>writer</c>, which may write it, and <c>other</c>, which may nothing.</summary>
internal sealed class SessionsApp : IAsyncDisposable
{
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    private SessionsApp(ControlApp control) => Control = control;

    public ControlApp Control { get; }

    public static async Task<SessionsApp> StartAsync(IDocumentStore? store = null, Action<IServiceCollection>? configure = null)
    {
        var app = new SessionsApp(await ControlApp.StartAsync(store, configure: services =>
        {
            services.AddSingleton<ITokenMeter, CharacterMeter>();
            configure?.Invoke(services);
        }));
        await app.Control.DeclareDemoAsync();
        foreach (var agent in (string[])["reader", "writer", "other"]) await app.DeclareAsync(agent, """{"models":["sim-small"]}""");
        await app.DeclareAsync("demo", """
            {"models":["sim-small"],"context":{"slots":{"brief":{"schema":{"type":"object","properties":{"goal":{"type":"string"}},"required":["goal"],"additionalProperties":false},"pinned":true,"read":["reader"],"write":["writer"]},
            "notes":{"budgetTokens":50}},"compression":{"enabled":true}}}
            """);
        foreach (var agent in (string[])["demo", "reader", "writer", "other"]) app._keys[agent] = await app.Control.IssueKeyAsync(agent);
        app._keys["ops"] = ControlApp.AdminKey;
        app.Control.Time.Advance(TimeSpan.FromSeconds(3));
        return app;
    }

    public async Task DeclareAsync(string agent, string spec)
    {
        var answer = await Control.PutSpecAsync("agents", agent, spec);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Text);
    }

    public Task<ControlApp.Answer> GetAsync(string path, string who = "demo") => SendAsync(HttpMethod.Get, path, null, who);

    public Task<ControlApp.Answer> SendAsync(HttpMethod method, string path, string? body = null, string who = "demo", params (string, string)[] headers) => Control.SendAsync(method, path, body, _keys[who], headers);

    public Task<ControlApp.Answer> AppendAsync(string session, string messages, string who = "demo", params (string, string)[] headers) =>
        SendAsync(HttpMethod.Post, $"/api/sessions/{session}/messages", $$"""{"messages":[{{messages}}]}""", who, headers);

    public Task<ControlApp.Answer> PutSlotAsync(string session, string slot, string value, string who = "demo", string query = "", params (string, string)[] headers) =>
        SendAsync(HttpMethod.Put, $"/api/sessions/{session}/slots/{slot}{query}", $$"""{"value":{{value}}}""", who, headers);

    public ValueTask DisposeAsync() => Control.DisposeAsync();
}
