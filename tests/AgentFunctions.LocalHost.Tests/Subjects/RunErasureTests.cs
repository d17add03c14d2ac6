using System.Text;
using System.Text.Json;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Subjects;

/// <summary>
/// People for whom runs are made in every way there is: by hand, by events, by workflows, by forks, within other runs, with tools, memory, sessions, approvals. Erased, nothing that was theirs is in any answer, nor in any row of
/// the store; what was others' is all there.
/// </summary>
public sealed class RunErasureTests : IAsyncLifetime, IDisposable
{
    private const string Ann = "qzann7f3";
    private const string Bob = "qzbob7f3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private EchoModel _model = null!;
    private LocalHostProcess _host = null!;
    private string _approver = "";

    public async Task InitializeAsync()
    {
        _model = await EchoModel.StartAsync();
        _host = await LocalHostProcess.StartAsync(_folder.Sub("data"), environment: new Dictionary<string, string?> { ["AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE"] = _model.Endpoint });
        await _host.PutSecretAsync("house", "sk-of-the-house", _model.Endpoint);
        await _host.DeclareAsync("providers", "house", $$$"""{"type":"openai","endpoint":"{{{_model.Url}}}/v1","credential":{"secretRef":"house"}}""");
        await _host.DeclareAsync("prices", "echo", """{"match":"echo","input":"0","output":"0"}""");
        await _host.DeclareAsync("models", "chat", """{"targets":[{"provider":"house","deployment":"echo"}]}""");
        await _host.DeclareAsync("tools", "lookup", $$$"""{"type":"http","description":"Looks up.","inputSchema":{"type":"object","properties":{"q":{"type":"string"} } },"request":{"method":"POST","url":"{{{_model.Url}}}/tools/lookup"},"sideEffect":"none"}""");
        await _host.DeclareAsync("tools", "pay", $$$"""{"type":"http","description":"Pays.","inputSchema":{"type":"object","properties":{"note":{"type":"string"} } },"request":{"method":"POST","url":"{{{_model.Url}}}/tools/pay"},"sideEffect":"irreversible","approval":{"approvers":["principals/ann"]}}""");
        await _host.DeclareAsync("tools", "memory.note", """{"type":"builtin"}""");
        await _host.DeclareAsync("agents", "helper", """{"models":["chat"],"instructions":"helper","tools":["lookup"]}""");
        await _host.DeclareAsync("agents", "clerk", """{"models":["chat"],"instructions":"clerk","tools":["lookup","memory.note"],"agents":["helper"],"memory":{"recall":{}},"context":{"compression":{}}}""");
        await _host.DeclareAsync("agents", "payer", """{"models":["chat"],"instructions":"payer","tools":["pay","lookup"]}""");
        await _host.DeclareAsync("workflows", "errand", """{"agent":"helper","steps":[{"id":"look","type":"tool","tool":"lookup","arguments":{"q":"${input.text}"}},{"id":"ask","type":"agent","agent":"helper","input":"${input.text}"}],"output":"${steps.ask.output}"}""");
        await _host.DeclareAsync("subscriptions", "letters", """{"topic":"letters","start":"agents/helper","input":"${event.data.text}"}""");
        await _host.DeclareAsync("subscriptions", "ends", """{"topic":"agentfunctions.runs","filters":[{"exact":{"type":"agentfunctions.run.completed"}}],"filter":"event.agentfunctionsdepth == 1","start":"agents/helper","input":"After ${event.data.output}"}""");
        await _host.DeclareAsync("subscriptions", "lost", """{"topic":"lost","signal":{"run":"none","event":"x"},"input":"${event.data.text}","retry":{"attempts":1}}""");
        _approver = (await _host.ApiAsync(HttpMethod.Post, "/api/keys", """{"principal":"ann"}""")).Ok().Json.GetProperty("key").GetString()!;
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _model.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Erase_LeavesNothingOfThePersonInAnyAnswerOrRow_AndAllOfOthers()
    {
        await LiveAsync("Ann Smith", Ann);
        await LiveAsync("Bob", Bob);
        var (before, others) = (StoredText.Find(_folder.Sub("data"), Ann), StoredText.Find(_folder.Sub("data"), Bob));
        foreach (var part in (string[])["runs.db/documents", "runs.db/workflow_history", "memory.db/"]) Assert.Contains(before, row => row.StartsWith(part, StringComparison.Ordinal));
        var answers = await AnswersAsync(Ann);
        Assert.True(answers.Count > 10, string.Join('\n', answers));
        var export = (await _host.GetAsync("/api/subjects/ann%20%20SMITH/export")).Ok();
        Assert.DoesNotContain(Bob, export.Text, StringComparison.Ordinal);
        foreach (var part in (string[])["runs", "approvals", "events", "tools", "memory", "sessions"]) Assert.Contains(Ann, export.Json.GetProperty("parts").GetProperty(part).GetRawText(), StringComparison.Ordinal);
        foreach (var said in (string[])["-input", "-arguments", "-result", "-errand", "-answer"]) Assert.Contains(Ann + said, export.Json.GetProperty("parts").GetProperty("runs").GetRawText(), StringComparison.Ordinal);

        var erased = (await _host.ApiAsync(HttpMethod.Delete, "/api/subjects/Ann%20Smith")).Ok().Json.GetProperty("removed");

        Assert.True(erased.GetProperty("runs").GetInt64() >= 9, erased.GetRawText());
        Assert.True(erased.GetProperty("approvals").GetInt64() >= 3, erased.GetRawText());
        var after = StoredText.Find(_folder.Sub("data"), Ann);
        Assert.True(after.Count == 0, string.Join('\n', after));
        Assert.Equal([], await AnswersAsync(Ann));
        Assert.DoesNotContain(Ann, (await _host.GetAsync("/api/subjects/Ann%20Smith/export")).Ok().Text, StringComparison.Ordinal);

        // Others keep every row they had.
        var gone = others.Except(StoredText.Find(_folder.Sub("data"), Bob)).ToList();
        Assert.True(gone.Count == 0, string.Join('\n', gone));
        Assert.True((await AnswersAsync(Bob)).Count > 10);
    }

    [Fact]
    public async Task Erase_OfAnAgentsOwnKey_ReachesItsOwnRunsAndNoOthers()
    {
        await StartAsync("agents/clerk", Ann, "Ann");
        await StartAsync("agents/payer", Ann, "Ann", wait: false);
        var key = (await _host.IssueKeyAsync("payer")).Key;

        using var request = LocalHostCalls.Request(HttpMethod.Delete, "/api/subjects/ann", key);
        using var response = await _host.Client.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
        var agents = (await _host.GetAsync("/api/runs")).Ok().Json.GetProperty("items").EnumerateArray().Select(static run => run.GetProperty("agent").GetString()).Distinct().Order();
        Assert.Equal(["clerk", "helper"], agents);
    }

    /// <summary>Everything that one person has done for them.</summary>
    private async Task LiveAsync(string person, string mark)
    {
        var clerk = await StartAsync("agents/clerk", mark, person, $",\"sessionId\":\"{SessionOf(mark)}\"");
        (await _host.ApiAsync(HttpMethod.Post, $"/api/runs/{clerk}/outcome", """{"success":true}""")).Ok();
        var last = (await _host.GetAsync($"/api/runs/{clerk}")).Ok().Json.GetProperty("steps").EnumerateArray().Last(static step => step.GetProperty("kind").GetString() == "model").GetProperty("id").GetString();
        await WaitAsync((await _host.ApiAsync(HttpMethod.Post, $"/api/runs/{clerk}/fork", $$"""{"fromStep":"{{last}}"}""")).Ok());
        await StartAsync("workflows/errand", mark, person);

        // One is paid, one waits for somebody still.
        var paid = await StartAsync("agents/payer", mark, person, wait: false);
        await DecideAsync(paid, mark);
        await UntilAsync(paid, "succeeded");
        await UntilAsync(await StartAsync("agents/payer", mark, person, wait: false), "waiting");
        foreach (var tool in (string[])["lookup", "pay"])
            (await SendAsync(HttpMethod.Post, $"/api/tools/{tool}/invoke", $$$"""{"arguments":{"{{{(tool == "pay" ? "note" : "q")}}}":"{{{mark}}}-direct"}}""", (await _host.IssueKeyAsync("payer")).Key, ("x-end-user", person))).Ok();
        foreach (var topic in (string[])["letters", "lost"])
            (await SendAsync(HttpMethod.Post, $"/api/events/{topic}", $$$"""{"specversion":"1.0","id":"{{{topic}}}-{{{mark}}}","source":"/post","type":"letter","enduser":"{{{person}}}","data":{"text":"{{{mark}}}-event"}}""", LocalHostProcess.AdminKey, type: "application/cloudevents+json")).Ok();
        await TestWait.UntilAsync(
            async () =>
            {
                // Five of a person's runs set off one each when they end.
                var runs = await RunsAsync();
                return (await _host.GetAsync("/api/dead-letters")).Text.Contains(mark, StringComparison.Ordinal) && runs.Count(static run => run.GetProperty("startedBy").GetString() == "subscriptions/ends") == (mark == Ann ? 5 : 10)
                    && runs.All(static run => run.GetProperty("status").GetString() is "succeeded" or "waiting");
            },
            "everything is over",
            Patience);
    }

    private async Task<string> StartAsync(string target, string mark, string person, string more = "", bool wait = true)
    {
        var input = target == "workflows/errand" ? $$$"""{"text":"{{{mark}}}-input"}""" : $"\"Please see to {mark}-input of mine.\"";
        var started = (await SendAsync(HttpMethod.Post, $"/api/{target}/runs", $$$"""{"input":{{{input}}},"endUser":"{{{person}}}"{{{more}}}}""", LocalHostProcess.AdminKey)).Ok();
        return wait ? await WaitAsync(started) : started.Json.GetProperty("id").GetString()!;
    }

    private async Task<string> WaitAsync(ApiAnswer started)
    {
        var id = started.Json.GetProperty("id").GetString()!;
        await UntilAsync(id, "succeeded");
        return id;
    }

    private async Task UntilAsync(string run, string status)
    {
        var last = "";
        try
        {
            await TestWait.UntilAsync(
                async () =>
                {
                    var answer = (await _host.GetAsync($"/api/runs/{run}")).Ok();
                    var now = answer.Json.GetProperty("status").GetString();
                    last = answer.Text;
                    Assert.True(now == status || now is not ("failed" or "succeeded"), last);
                    return now == status;
                },
                $"{run} is {status}",
                Patience);
        }
        catch (Exception) when (last.Length > 0)
        {
            Assert.Fail($"{run} is not {status}: {last}");
        }
    }

    private async Task DecideAsync(string run, string mark)
    {
        await UntilAsync(run, "waiting");
        var asked = (await _host.GetAsync($"/api/runs/{run}")).Ok().Json.GetProperty("pendingApprovals")[0];
        (await SendAsync(HttpMethod.Post, $"/api/approvals/{asked.GetProperty("id").GetString()}", $$$"""{"decision":"approve","digest":"{{{asked.GetProperty("digest").GetString()}}}","comment":"Good for {{{mark}}}-comment."}""", _approver)).Ok();
    }

    private async Task<List<JsonElement>> RunsAsync() => [.. (await _host.GetAsync("/api/runs?limit=500")).Ok().Json.GetProperty("items").EnumerateArray()];

    /// <summary>The paths of everything that can be read whose answer holds a mark.</summary>
    private async Task<List<string>> AnswersAsync(string mark)
    {
        List<string> paths = ["/api/runs?limit=500", "/api/approvals?limit=500", "/api/dead-letters", $"/api/sessions/{SessionOf(mark)}/messages", $"/api/sessions/{SessionOf(mark)}/context", "/api/memory", "/api/sessions", "/api/changes?limit=500"];
        foreach (var run in await RunsAsync()) paths.AddRange(from path in (string[])["", "/history?limit=500", "/report"] select $"/api/runs/{run.GetProperty("id").GetString()}{path}");
        foreach (var approval in (await _host.GetAsync("/api/approvals?limit=500")).Ok().Json.GetProperty("items").EnumerateArray()) paths.Add($"/api/approvals/{approval.GetProperty("id").GetString()}");
        List<string> found = [];
        foreach (var path in paths)
            if (Holds(await SendAsync(HttpMethod.Get, path, null, LocalHostProcess.AdminKey, ("x-agent-id", "clerk")), mark)) found.Add(path);
        if (Holds(await SendAsync(HttpMethod.Post, "/api/memory/search", """{"query":"Which parcel is heavy and painted blue?","top":20}""", LocalHostProcess.AdminKey, ("x-agent-id", "clerk")), mark)) found.Add("search");
        return found;
    }

    private static bool Holds(ApiAnswer answer, string mark)
    {
        Assert.True(answer.Status is 200 or 404, answer.Text);
        return answer.Text.Contains(mark, StringComparison.Ordinal);
    }

    private static string SessionOf(string mark) => mark == Ann ? "s1" : "s2";

    private Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string key, (string Name, string Value) header, string type = "application/json") => SendAsync(method, path, body, key, type, header);

    private async Task<ApiAnswer> SendAsync(HttpMethod method, string path, string? body, string key, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = LocalHostCalls.Request(method, path, key);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _host.Client.SendAsync(request);
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), null);
    }
}
