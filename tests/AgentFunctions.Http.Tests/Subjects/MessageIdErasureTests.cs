using System.Net;
using System.Text;
using AgentFunctions.Http.Tests.Memory;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Http.Tests.Subjects;

/// <summary>What a caller calls its messages may say whose they are: it goes with the person, and still is no other message's.</summary>
public sealed class MessageIdErasureTests : IAsyncLifetime
{
    private const string Canary = "canary-ab12";
    private const string Keyed = """{"messages":[{"role":"user","content":"one"},{"role":"user","content":"two"}]}""";
    private const string Named = $$"""{"messages":[{"id":"{{Canary}}-id","role":"user","content":"three"}]}""";

    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);
    private MemoryApp _app = null!;

    public async Task InitializeAsync() => _app = await MemoryApp.StartAsync(_store);

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Erase_TakesKeysAndIdsOfMessages_WhichStayUsed()
    {
        await AppendAsync(Keyed, true);
        await AppendAsync(Named, false);
        Assert.Contains(Canary, Stored(), StringComparison.Ordinal);

        foreach (var _ in (int[])[1, 2]) Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Delete, "/api/subjects/ann", null, "ops")).Status);

        var listed = await _app.GetAsync("/api/sessions/s1/messages");
        Assert.DoesNotContain(Canary, listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, Stored(), StringComparison.Ordinal);
        Assert.Equal(3, listed.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("id").GetString()).Distinct().Count());
        foreach (var (body, isKeyed) in ((string, bool)[])[(Keyed, true), (Named, false)])
        {
            var again = await SendAsync(body, isKeyed);
            Assert.Equal((HttpStatusCode.Conflict, "idempotency_mismatch"), (again.Status, again.Json.GetProperty("code").GetString()));
        }

        Assert.Equal(3, (await _app.GetAsync("/api/sessions/s1/messages")).Json.GetProperty("items").GetArrayLength());
    }

    private string Stored() => string.Join('\n', _store.All().Select(static document => document.Path + Encoding.UTF8.GetString(document.Body)));

    private async Task AppendAsync(string body, bool isKeyed)
    {
        var said = await SendAsync(body, isKeyed);
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
    }

    private Task<ControlApp.Answer> SendAsync(string body, bool isKeyed) =>
        _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", body, "demo", isKeyed ? [("x-end-user", "Ann"), ("Idempotency-Key", Canary + "-key")] : [("x-end-user", "Ann")]);
}
