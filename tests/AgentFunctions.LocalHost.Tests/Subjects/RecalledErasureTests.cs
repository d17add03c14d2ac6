using System.Text;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Subjects;

/// <summary>
/// An agent whose memory is open to all recalls and searches what one person said in runs for another. Erased, nothing of the person is in any answer, in any row, nor in any byte of the data folder; the other's runs are all
/// there, without what they were told.
/// </summary>
public sealed class RecalledErasureTests : IAsyncLifetime, IDisposable
{
    private const string Lee = "qzlee7f3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private EchoModel _model = null!;
    private LocalHostProcess _host = null!;

    public async Task InitializeAsync()
    {
        _model = await EchoModel.StartAsync();
        _host = await LocalHostProcess.StartAsync(_folder.Sub("data"), environment: new Dictionary<string, string?> { ["AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE"] = _model.Endpoint });
        await _host.PutSecretAsync("house", "sk-of-the-house", _model.Endpoint);
        await _host.DeclareAsync("providers", "house", $$$"""{"type":"openai","endpoint":"{{{_model.Url}}}/v1","credential":{"secretRef":"house"}}""");
        await _host.DeclareAsync("prices", "echo", """{"match":"echo","input":"0","output":"0"}""");
        await _host.DeclareAsync("models", "chat", """{"targets":[{"provider":"house","deployment":"echo"}]}""");
        await _host.DeclareAsync("tools", "memory.search", """{"type":"builtin"}""");
        await _host.DeclareAsync("agents", "helper", """{"models":["chat"],"instructions":"helper"}""");
        await _host.DeclareAsync("agents", "recaller", """{"models":["chat"],"instructions":"recaller","tools":["memory.search"],"agents":["helper"],"memory":{"recall":{},"subjects":"all"},"context":{"compression":{}}}""");
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _model.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Erase_LeavesNothingInRunsForOthers_NorInAnyByteOfTheFolder()
    {
        var data = _folder.Sub("data");
        await SayAsync($"The parcel of {Lee} is heavy and painted blue.", "Lee");
        await SayAsync("The parcel of nobody is light.", null);
        var run = await StartAsync("Where is the heavy parcel?", "Kim", "s1");
        var next = await StartAsync("And the other parcel?", "Kim", "s1");
        foreach (var path in Paths(run)) Assert.Contains(Lee, (await GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.Contains(Lee, (await GetAsync("/api/subjects/kim/export")).Text, StringComparison.Ordinal);
        Assert.NotEmpty(Raw(data));

        var removed = (await _host.ApiAsync(HttpMethod.Delete, "/api/subjects/lee")).Ok().Json.GetProperty("removed");

        Assert.True(removed.GetProperty("recalled").GetInt64() >= 2, removed.GetRawText());
        foreach (var path in Paths(run).Concat(Paths(next)).Append("/api/subjects/kim/export").Append("/api/subjects/lee/export")) Assert.DoesNotContain(Lee, (await GetAsync(path)).Text, StringComparison.Ordinal);
        var rows = StoredText.Find(data, Lee);
        Assert.True(rows.Count == 0, string.Join('\n', rows));

        // It ran, and what Kim asked is Kim's.
        var report = (await _host.GetAsync($"/api/runs/{run}")).Ok();
        Assert.Equal("succeeded", report.Json.GetProperty("status").GetString());
        Assert.Contains("Where is the heavy parcel?", (await GetAsync("/api/subjects/kim/export")).Text, StringComparison.Ordinal);
        Assert.Contains("\"erase\"", (await GetAsync($"/api/runs/{run}/history?limit=500")).Text, StringComparison.Ordinal);
        Assert.Equal(409, (await _host.ApiAsync(HttpMethod.Post, $"/api/runs/{run}/fork", $$"""{"fromStep":"{{report.Json.GetProperty("steps")[0].GetProperty("id").GetString()}}"}""")).Status);

        // Files while it runs, and after it stopped.
        Assert.Equal([], Raw(data));
        _host.Terminate();
        Assert.Equal(0, await _host.WaitForExitAsync(Patience));
        Assert.Equal([], Raw(data));
    }

    private static string[] Paths(string run) => [$"/api/runs/{run}", $"/api/runs/{run}/history?limit=500", $"/api/runs/{run}/report", "/api/sessions/s1/messages"];

    /// <summary>The files of the folder that hold the mark anywhere, in whatever is left of deleted rows too.</summary>
    private static List<string> Raw(string folder)
    {
        byte[][] forms = [Encoding.UTF8.GetBytes(Lee), .. StoredText.Base64Of(Lee).Select(Encoding.UTF8.GetBytes)];
        List<string> found = [];
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            stream.CopyTo(content);
            if (forms.Any(form => content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(form) >= 0)) found.Add(Path.GetFileName(file));
        }

        return found;
    }

    private async Task SayAsync(string text, string? person) =>
        (await SendAsync(HttpMethod.Post, "/api/memory", $$"""{"items":[{"text":"{{text}}","kind":"episodic"}]}""", person is null ? [("x-agent-id", "recaller")] : [("x-agent-id", "recaller"), ("x-end-user", person)])).Ok();

    private async Task<string> StartAsync(string input, string person, string session)
    {
        var id = (await _host.ApiAsync(HttpMethod.Post, "/api/agents/recaller/runs", $$"""{"input":"{{input}}","endUser":"{{person}}","sessionId":"{{session}}"}""")).Ok().Json.GetProperty("id").GetString()!;
        await TestWait.UntilAsync(async () => (await _host.GetAsync($"/api/runs/{id}")).Ok().Json.GetProperty("status").GetString() == "succeeded", $"{id} ends", Patience);
        return id;
    }

    private Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, ("x-agent-id", "recaller"));

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = LocalHostCalls.Request(method, path, LocalHostProcess.AdminKey);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _host.Client.SendAsync(request);
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), null);
    }
}
