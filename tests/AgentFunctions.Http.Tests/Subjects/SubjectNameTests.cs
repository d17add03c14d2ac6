using System.Net;
using System.Text.Json;
using AgentFunctions.Http.Tests.Memory;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Subjects;

/// <summary>Whoever something is kept for can be named when it is to be erased, and nobody else is meant.</summary>
public sealed class SubjectNameTests : IAsyncLifetime
{
    private static readonly string[] Names = ["q/r", "q%2Fr", "q%252Fr", ".", "..", "a b+c", "x?y#z", "50%"];
    private MemoryApp _app = null!;

    public async Task InitializeAsync() => _app = await MemoryApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Name_GivenInTheQuery_IsTakenAsItIs()
    {
        foreach (var name in Names) await SayAsync(name);
        for (var i = 0; i < Names.Length; i++)
        {
            var query = "?subject=" + Uri.EscapeDataString(Names[i]);
            Assert.Equal([$"I am number {i}"], await ExportAsync("/api/subjects/export" + query));

            var erased = await _app.SendAsync(HttpMethod.Delete, "/api/subjects" + query, null, "ops");

            Assert.True(erased.Status == HttpStatusCode.OK, erased.Text);
            Assert.Equal([.. Enumerable.Range(0, Names.Length).Select(n => n <= i ? "[erased]" : $"I am number {n}")], await SaidAsync());
        }
    }

    [Theory]
    [InlineData("/api/subjects/q%2Fr")]
    [InlineData("/api/subjects/q%2fr")]
    [InlineData("/api/subjects/q%252Fr")]
    [InlineData("/api/subjects/50%25")]
    [InlineData("/api/subjects")]
    [InlineData("/api/subjects?subject=")]
    [InlineData("/api/subjects?subject=q&subject=r")]
    [InlineData("/api/subjects/.")]
    [InlineData("/api/subjects/x/..")]
    public async Task Name_ThatAPathDoesNotHold_IsRefused_AndNobodyIsErased(string path)
    {
        foreach (var name in Names) await SayAsync(name);

        var answer = await SendRawAsync(path);

        Assert.True(answer is HttpStatusCode.BadRequest, $"{answer}");
        Assert.DoesNotContain("[erased]", await SaidAsync());
    }

    [Theory]
    [InlineData("user", "ann\nx")]
    [InlineData("user", "\0")]
    [InlineData("user", "\u007f")]
    [InlineData("user", " ")]
    [InlineData("safety_identifier", "\t")]
    [InlineData("user", null)]
    public async Task Chat_ForANameThatCannotBeErased_IsRefused(string field, string? name)
    {
        var body = JsonSerializer.Serialize(new Dictionary<string, object> { ["model"] = "sim-small", ["messages"] = new[] { new { role = "user", content = "Hi" } }, [field] = name ?? new string('n', 257) });

        var answer = await _app.SendAsync(HttpMethod.Post, "/v1/chat/completions", body);

        Assert.Equal((HttpStatusCode.BadRequest, field), (answer.Status, answer.Json.GetProperty("error").GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("/api/sessions/s1/messages", """{"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/api/memory", """{"items":[{"text":"The lamp is broken.","kind":"episodic"}]}""")]
    [InlineData("/api/context/assemble", """{"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"sim-small","messages":[{"role":"user","content":"Hi"}]}""")]
    public async Task Header_WithANameThatCannotBeErased_IsRefused(string path, string body)
    {
        var answer = await _app.SendAsync(HttpMethod.Post, path, body, "demo", ("x-end-user", "a\tb"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("x-end-user", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_MovedToAnotherTeam_NeitherReachesNorGivesAwayWhatItKeptInTheFirst()
    {
        foreach (var team in (string[])["t1", "t2"]) await _app.PutAsync("teams", team, "{}");
        await _app.PutAsync("agents", "demo", """{"models":["sim-small"],"team":"t2","context":{"budgetTokens":1000,"compression":{}}}""");
        await SayAsync("oswin2");
        await _app.PutAsync("agents", "demo", """{"models":["sim-small"],"team":"t1"}""");
        await _app.SendAsync(HttpMethod.Post, "/api/sessions/s2/messages", """{"messages":[{"role":"user","content":"I am new"}]}""", "demo", ("x-end-user", "oswin2"));
        await _app.PutAsync("principals", "half", """{"type":"app","grants":[{"scopes":["content:read","resources:write"],"team":"t1"}]}""");
        var half = (await _app.Control.PostAsync("/api/keys", """{"principal":"half"}""")).Json.GetProperty("key").GetString()!;
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(["I am new"], Sessions(await _app.GetAsync("/api/subjects/oswin2/export")));
        Assert.Equal(["I am new"], Sessions(await _app.Control.SendAsync(HttpMethod.Get, "/api/subjects/oswin2/export?agent=demo", null, half)));
        Assert.Equal(1, Erased(await _app.SendAsync(HttpMethod.Delete, "/api/subjects/oswin2")));
        Assert.Equal(0, Erased(await _app.Control.SendAsync(HttpMethod.Delete, "/api/subjects/oswin2?agent=demo", null, half)));
        Assert.Equal(["I am number 0"], await ExportAsync("/api/subjects/oswin2/export"));

        // In no team it is not in every team.
        await _app.PutAsync("agents", "demo", """{"models":["sim-small"]}""");
        Assert.Empty(Sessions(await _app.GetAsync("/api/subjects/oswin2/export")));
        Assert.Equal(1, Erased(await _app.SendAsync(HttpMethod.Delete, "/api/subjects/oswin2?agent=demo", null, "ops")));
        Assert.Empty(await ExportAsync("/api/subjects/oswin2/export"));
    }

    private static long Erased(ControlApp.Answer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return answer.Json.GetProperty("removed").GetProperty("sessions").GetInt64();
    }

    private static List<string> Sessions(ControlApp.Answer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        return [.. answer.Json.GetProperty("parts").GetProperty("sessions").EnumerateArray().Select(static item => item.GetProperty("content").GetProperty("content").GetString()!)];
    }

    private async Task<List<string>> ExportAsync(string path) => Sessions(await _app.GetAsync(path, "reader"));

    /// <summary>As it stands: a client would take dots out of the path.</summary>
    private async Task<HttpStatusCode> SendRawAsync(string path)
    {
        using var client = new HttpClient();
        var options = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri(_app.Control.Address.GetLeftPart(UriPartial.Authority) + path, in options));
        request.Headers.Add("Authorization", "Bearer " + ControlApp.AdminKey);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private async Task SayAsync(string name)
    {
        var said = await _app.SendAsync(HttpMethod.Post, "/api/sessions/s1/messages", JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = $"I am number {(await SaidAsync()).Count}" } } }), "demo", ("x-end-user", name));
        Assert.True(said.Status == HttpStatusCode.OK, said.Text);
    }

    private async Task<List<string>> SaidAsync()
    {
        var answer = await _app.GetAsync("/api/sessions/s1/messages");
        return answer.Status == HttpStatusCode.NotFound ? [] : [.. answer.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("message").GetProperty("content").GetString()!)];
    }
}
