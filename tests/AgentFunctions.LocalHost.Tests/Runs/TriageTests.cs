using System.Net;
using System.Text.Json;
using AgentFunctions.TestKit.Processes;
using SupportTriage;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>Support triage on the real host, driven by the client sample: classify, look up, draft, approve, refund, notify.</summary>
public sealed class TriageTests
{
    private const string Question = "My lamp arrived broken, order ORD-1001. I want my money back.";

    [Fact]
    public async Task Triage_Approved_RefundsOnceAndNotifies()
    {
        await using var triage = await TriageHost.StartAsync();
        using var client = new TriageClient(triage.Host.Address, triage.AgentKey, triage.ApproverKey);
        var runId = await client.StartAsync(Question, "first");
        Assert.Equal(runId, await client.StartAsync(Question, "first"));
        var run = await client.WaitAsync(runId);
        Assert.Equal("waiting", run.GetProperty("status").GetString());
        var asked = await client.AskedAsync(run);
        Assert.Equal("ORD-1001", asked.GetProperty("action").GetProperty("arguments").GetProperty("orderId").GetString());
        Assert.Equal(0, await triage.DoneAsync("refunds.create"));

        await client.DecideAsync(asked, approve: true, "Photo seen.");
        run = await client.WaitAsync(runId);

        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Equal("Refunded 42.50 USD for order ORD-1001 (REF-1) and told kim@example.com.", run.GetProperty("output").GetString());
        Assert.Equal(
            ["00001-model", "00002-tool-orders.get", "00003-model", "00004-tool-refunds.create", "00005-model", "00006-tool-notify.send", "00007-model"],
            run.GetProperty("steps").EnumerateArray().Select(static step => step.GetProperty("id").GetString()));
        Assert.Equal((1, 1), (await triage.DoneAsync("refunds.create"), await triage.DoneAsync("notify.send")));
    }

    [Fact]
    public async Task Triage_Denied_RefundsNothingAndSaysWhy()
    {
        await using var triage = await TriageHost.StartAsync();
        using var client = new TriageClient(triage.Host.Address, triage.AgentKey, triage.ApproverKey);
        var runId = await client.StartAsync(Question, "denied");
        await client.DecideAsync(await client.AskedAsync(await client.WaitAsync(runId)), approve: false, "The photo shows another lamp.");
        var run = await client.WaitAsync(runId);
        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.Contains("The photo shows another lamp.", run.GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (await triage.DoneAsync("refunds.create"), await triage.DoneAsync("notify.send")));
    }

    [Fact]
    public async Task AgentAsModel_AnswersAnyChatClient_WholeAndStreamed()
    {
        await using var triage = await TriageHost.StartAsync();
        var (status, whole, headers) = await ChatAsync(triage.Host, triage.AgentKey, """{"model":"agent/support-triage","messages":[{"role":"user","content":"Where is order ORD-1002?"}]}""");
        Assert.Equal(HttpStatusCode.OK, status);
        var answer = JsonDocument.Parse(whole).RootElement;
        Assert.Equal("Category: delivery. Order ORD-1002 (Office chair) is delivered.", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        var run = (await triage.Host.GetAsync($"/api/runs/{headers.GetValues("x-run-id").Single()}")).Ok().Json;
        Assert.Equal("succeeded", run.GetProperty("status").GetString());
        Assert.True(answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt64() > 100, "the tokens of both turns count");

        (_, var streamed, _) = await ChatAsync(
            triage.Host, triage.AgentKey, """{"model":"agent/support-triage","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Where is order ORD-1002?"}]}""");
        var chunks = streamed.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", chunks[^1]);
        var parsed = chunks[..^1].Select(static chunk => JsonDocument.Parse(chunk["data: ".Length..]).RootElement).ToArray();
        Assert.Equal("Category: delivery. Order ORD-1002 (Office chair) is delivered.", string.Concat(parsed.SelectMany(static chunk => chunk.GetProperty("choices").EnumerateArray()).Select(static choice => choice.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "")));
        Assert.True(parsed[^1].GetProperty("usage").GetProperty("total_tokens").GetInt64() > 100);
    }

    [Fact]
    public async Task AgentAsModel_OthersAgents_DoNotExistUnlessNamed()
    {
        await using var triage = await TriageHost.StartAsync();
        const string Body = """{"model":"agent/support-triage","messages":[{"role":"user","content":"Where is order ORD-1002?"}]}""";
        var (_, demo) = await triage.Host.IssueKeyAsync("demo");
        Assert.Equal(HttpStatusCode.NotFound, (await ChatAsync(triage.Host, demo, Body)).Status);
        Assert.DoesNotContain("agent/support-triage", (await ModelsAsync(triage.Host, demo)), StringComparison.Ordinal);
        Assert.Contains("agent/support-triage", (await ModelsAsync(triage.Host, triage.AgentKey)), StringComparison.Ordinal);

        await triage.Host.DeclareAsync("agents", "demo", """{"models":["sim-small","agent/support-triage"]}""");
        Assert.Equal(HttpStatusCode.OK, (await ChatAsync(triage.Host, demo, Body)).Status);
        Assert.Contains("agent/support-triage", (await ModelsAsync(triage.Host, demo)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ChatAsync(triage.Host, LocalHostProcess.AdminKey, Body, ("x-agent-id", "support-triage"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await ChatAsync(triage.Host, triage.AgentKey, Body.Replace("\"messages\"", "\"tools\":[{}],\"messages\"", StringComparison.Ordinal))).Status);
    }

    private static async Task<string> ModelsAsync(LocalHostProcess host, string key)
    {
        using var request = LocalHostCalls.Request(HttpMethod.Get, "/v1/models", key);
        using var response = await host.Client.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<(HttpStatusCode Status, string Text, System.Net.Http.Headers.HttpResponseHeaders Headers)> ChatAsync(LocalHostProcess host, string key, string body, params (string Name, string Value)[] headers)
    {
        using var request = LocalHostCalls.Request(HttpMethod.Post, "/v1/chat/completions", key, body);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await host.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }
}
