using System.Net;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Secrets;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Logging;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Secrets;

public sealed class SecretSurfaceTests
{
    private const string Canary = "canary-5d1e07-never-to-be-seen";

    [Fact]
    public async Task Secret_OncePut_IsNowhereToBeRead()
    {
        var logs = new CapturedLogs();
        await using var app = await ControlApp.StartAsync(logs: logs);
        await app.DeclareDemoAsync();
        var answers = new List<ControlApp.Answer>
        {
            await app.SendAsync(HttpMethod.Put, "/api/secrets/my-key", Body(Canary)),
            await app.SendAsync(HttpMethod.Put, "/api/secrets/my-key", Body(Canary)),
            await app.SendAsync(HttpMethod.Put, "/api/secrets/BAD", Body(Canary)),
            await app.SendAsync(HttpMethod.Put, "/api/secrets/other", """{"value":"#","host":[]}""".Replace("#", Canary, StringComparison.Ordinal)),
            await app.SendAsync(HttpMethod.Put, "/api/secrets/other", """{"value":{"#":1},"hosts":["a"]}""".Replace("#", Canary, StringComparison.Ordinal)),
            await app.SendAsync(HttpMethod.Put, "/api/secrets/other", """{"value":"#\n","hosts":["a"]}""".Replace("#", Canary, StringComparison.Ordinal)),
            await app.PutSpecAsync("providers", "p", """{"type":"openai","endpoint":"https://api.example.com/v1","credential":{"secretRef":"my-key"}}"""),
            await app.PutSpecAsync("providers", "q", """{"type":"openai","endpoint":"https://evil.example.com/v1","credential":{"secretRef":"my-key"}}"""),
            await app.GetAsync("/api/secrets"),
            await app.GetAsync("/api/secrets/my-key"),
            await app.GetAsync("/api/providers"),
            await app.SendAsync(HttpMethod.Delete, "/api/secrets/my-key"),
        };

        Assert.All(answers, a => Assert.DoesNotContain(Canary, a.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, l => l.Contains(Canary, StringComparison.Ordinal));
        Assert.NotEmpty(logs.Lines);
        Assert.Equal(
            [200, 200, 400, 400, 400, 400, 201, 400, 200, 200, 200, 409],
            answers.Select(a => (int)a.Status));
        Assert.Equal("""{"name":"my-key","hosts":["api.example.com"],"version":2,"updatedAt":"2026-01-01T00:00:00+00:00","previousUntil":"2026-01-01T01:00:00+00:00"}""", answers[9].Text);
        Assert.Equal(Canary, (await app.Services.GetRequiredService<ISecretSource>().ResolveAsync(new SecretUse("default", "my-key", "api.example.com"), CancellationToken.None))!.Current.Reveal());
    }

    [Fact]
    public async Task Secret_InTheStore_IsEncrypted()
    {
        await using var app = await ControlApp.StartAsync();
        await app.SendAsync(HttpMethod.Put, "/api/secrets/my-key", Body(Canary));

        var page = await app.Services.GetRequiredService<IDocumentStore>().QueryAsync(new DocumentPartition(DocumentContainer.Resources, "default"), new DocumentQuery(), CancellationToken.None);

        Assert.All(page.Items, d => Assert.DoesNotContain(Canary, Encoding.UTF8.GetString(d.Body.Span), StringComparison.Ordinal));
    }

    [Fact]
    public async Task List_Pages_InOrderOfName()
    {
        await using var app = await ControlApp.StartAsync();
        foreach (var name in new[] { "c", "-a", "b" }) await app.SendAsync(HttpMethod.Put, $"/api/secrets/{name}", Body("v"));

        var first = (await app.GetAsync("/api/secrets?limit=2")).Json;
        var second = (await app.GetAsync("/api/secrets?limit=2&cursor=" + first.GetProperty("nextCursor").GetString())).Json;

        Assert.Equal(["-a", "b", "c"], first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(i => i.GetProperty("name").GetString()));
        Assert.Null(second.GetProperty("nextCursor").GetString());
    }

    [Fact]
    public async Task Delete_NotInUse_Is204Then404()
    {
        await using var app = await ControlApp.StartAsync();
        await app.SendAsync(HttpMethod.Put, "/api/secrets/my-key", Body("v"));

        Assert.Equal(HttpStatusCode.NoContent, (await app.SendAsync(HttpMethod.Delete, "/api/secrets/my-key")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync(HttpMethod.Delete, "/api/secrets/my-key")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("/api/secrets/my-key")).Status);
    }

    private static string Body(string value) => """{"value":"#","hosts":["api.example.com"]}""".Replace("#", value, StringComparison.Ordinal);
}
