using System.Net;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Http.Tests.Resources;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Memory;

/// <summary>The application with the agents <c>demo</c> and <c>other</c> with their keys, <c>outside</c> whose users may not be believed, and the approver <c>ann</c>.</summary>
internal sealed class MemoryApp : IAsyncDisposable
{
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    private MemoryApp(ControlApp control) => Control = control;

    public ControlApp Control { get; }

    public static async Task<MemoryApp> StartAsync(IDocumentStore? store = null, Action<IServiceCollection>? configure = null)
    {
        var app = new MemoryApp(await ControlApp.StartAsync(store, configure: configure));
        await app.Control.DeclareDemoAsync();
        await app.PutAsync("agents", "other", """{"models":["sim-small"]}""");
        await app.PutAsync("agents", "outside", """{"models":["sim-small"],"userInput":"untrusted"}""");
        foreach (var (id, spec) in ((string, string)[])[("ann", """{"type":"approver"}"""), ("ops", """{"type":"operator"}"""), ("ops2", """{"type":"operator"}"""), ("reader", """{"type":"app","grants":[{"scopes":["content:read"]}]}""")])
        {
            await app.PutAsync("principals", id, spec);
            app._keys[id] = (await app.Control.PostAsync("/api/keys", $$"""{"principal":"{{id}}"}""")).Json.GetProperty("key").GetString()!;
        }

        foreach (var agent in (string[])["demo", "other", "outside"]) app._keys[agent] = await app.Control.IssueKeyAsync(agent);
        app._keys["admin"] = ControlApp.AdminKey;
        app.Control.Time.Advance(TimeSpan.FromSeconds(3));
        return app;
    }

    public async Task PutAsync(string kind, string id, string spec)
    {
        var answer = await Control.PutSpecAsync(kind, id, spec);
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Created, answer.Text);
        Control.Time.Advance(TimeSpan.FromSeconds(3));
    }

    public Task<ControlApp.Answer> SendAsync(HttpMethod method, string path, string? body = null, string who = "demo", params (string, string)[] headers) => Control.SendAsync(method, path, body, _keys[who], headers);

    public Task<ControlApp.Answer> GetAsync(string path, string who = "demo") => SendAsync(HttpMethod.Get, path, null, who);

    /// <summary>Writes items and answers their results.</summary>
    public async Task<IReadOnlyList<JsonElement>> WriteAsync(string items, string who = "demo", params (string, string)[] headers)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/memory", $$"""{"items":[{{items}}]}""", who, headers);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("results").EnumerateArray()];
    }

    /// <summary>Writes one item and answers its id.</summary>
    public async Task<string> AddAsync(string item, string who = "demo", params (string, string)[] headers)
    {
        var result = Assert.Single(await WriteAsync(item, who, headers));
        Assert.True(result.GetProperty("id").ValueKind == JsonValueKind.String, result.GetRawText());
        return result.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> RecordAsync(string id, string who = "demo")
    {
        var answer = await GetAsync($"/api/memory/{id}", who);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    public async Task<JsonElement> SearchAsync(string query, string who = "demo", string more = "", params (string, string)[] headers)
    {
        var answer = await SendAsync(HttpMethod.Post, "/api/memory/search", $$"""{"query":{{JsonSerializer.Serialize(query)}}{{more}}}""", who, headers);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json;
    }

    public async Task<IReadOnlyList<string>> HitsAsync(string query, string who = "demo") => [.. (await SearchAsync(query, who)).GetProperty("hits").EnumerateArray().Select(static hit => hit.GetProperty("id").GetString()!)];

    public ValueTask DisposeAsync() => Control.DisposeAsync();
}
