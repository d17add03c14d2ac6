using System.Net;
using System.Text.Json;
using AgentFunctions.Http.Tests.Memory;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Documents;

namespace AgentFunctions.Http.Tests.Subjects;

/// <summary>What a run wrote into others' slots once it was told of a person goes with the person, and no longer counts towards what the session may hold.</summary>
public sealed class SlotErasureTests : IAsyncLifetime
{
    private const string Canary = "canary-77aa";
    private const string Old = "\"of an hour ago\"";
    private MemoryApp _app = null!;

    public async Task InitializeAsync() => _app = await MemoryApp.StartAsync(new InMemoryDocumentStore(TimeProvider.System));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Erase_TakesWhatARunWroteIntoSlotsSinceItWasGivenTheRecords()
    {
        await _app.AddAsync($$"""{"text":"Lee keeps {{Canary}} under the mat.","kind":"episodic","subject":"Lee"}""");
        await SearchAsync("xylophone", "r1");
        await PutAsync("s1", "state", Old, "r1");
        _app.Control.Time.Advance(TimeSpan.FromSeconds(1));
        await SearchAsync("What does Lee keep under the mat?", "r1");
        var large = $"\"{Canary} {new string('x', 100_000)}\"";
        await PutAsync("s1", "state", $"\"{Canary}\"", "r1");
        await PutAsync("s1", "state", "\"of another run\"", "r2");
        await PutAsync("s1", "task", large, "r1");
        await PutAsync("s2", "task", $"\"{Canary}\"", "r1");
        await PutAsync("s2", "state", "\"of no run\"", null);
        var before = await BytesAsync("s1");

        Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Delete, "/api/subjects/lee", null, "ops")).Status);

        Assert.Equal(["\"of another run\"", "null", Old], await HistoryAsync("s1", "state"));
        Assert.Equal(["null"], await HistoryAsync("s1", "task"));
        Assert.Equal(["null"], await HistoryAsync("s2", "task"));
        Assert.Equal(["\"of no run\""], await HistoryAsync("s2", "state"));
        Assert.Equal("null", (await _app.GetAsync("/api/sessions/s1/slots/task")).Json.GetProperty("value").GetRawText());
        Assert.Equal(before - (large.Length - 4) - ($"\"{Canary}\"".Length - 4), await BytesAsync("s1"));
        Assert.DoesNotContain(Canary, (await _app.SendAsync(HttpMethod.Get, "/api/subjects/kim/export", null, "reader")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_LowersWhatASessionHolds_SoThatItTakesMore()
    {
        await SayAsync("Ann", new string('a', 30_000));
        await SayAsync("Bob", "Hello.");
        var before = await BytesAsync("s1");
        foreach (var _ in (int[])[1, 2]) Assert.Equal(HttpStatusCode.OK, (await _app.SendAsync(HttpMethod.Delete, "/api/subjects/ann", null, "ops")).Status);

        Assert.InRange(await BytesAsync("s1"), 50, before - 29_000);
    }

    private async Task SayAsync(string person, string text)
    {
        var said = await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = text } } }), "demo", ("x-end-user", person));
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
    }

    private Task<JsonElement> SearchAsync(string query, string run) => _app.SearchAsync(query, "demo", "", ("x-run-id", run));

    private async Task PutAsync(string session, string slot, string value, string? run)
    {
        ControlApp.Answer put = await _app.SendAsync(HttpMethod.Put, $"/api/sessions/{session}/slots/{slot}", $$"""{"value":{{value}}}""", "demo", run is null ? [("x-end-user", "Kim")] : [("x-end-user", "Kim"), ("x-run-id", run)]);
        Assert.True(put.Status == HttpStatusCode.OK, put.Text);
    }

    private async Task<IReadOnlyList<string>> HistoryAsync(string session, string slot) =>
        [.. (await _app.GetAsync($"/api/sessions/{session}/slots/{slot}/history")).Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("value").GetRawText())];

    private async Task<long> BytesAsync(string session) => (await _app.GetAsync($"/api/sessions/{session}")).Json.GetProperty("bytes").GetInt64();
}
