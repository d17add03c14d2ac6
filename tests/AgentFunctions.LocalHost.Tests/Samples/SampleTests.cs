using System.Net;
using AgentFunctions.LocalHost.Tests.Runs;
using AgentFunctions.TestKit;

namespace AgentFunctions.LocalHost.Tests.Samples;

/// <summary>The samples build outside of the repository, their tests pass, and they do what their pages say.</summary>
public sealed class SampleTests : IDisposable
{
    private const string Lamps = """{"item":"lamp","quantity":20}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly SampleFolder _samples = new();

    public void Dispose() => _samples.Dispose();

    [Fact]
    public async Task OwnCode_BuiltElsewhere_PassesItsTestsAndRunsBesideTheProduct()
    {
        await _samples.BuildAsync("OwnCode");
        await _samples.BuildAsync("OwnCode.Tests");
        Assert.Contains("Passed!", await _samples.DotnetAsync("test", _samples.Assembly("OwnCode.Tests"), "--nologo"), StringComparison.Ordinal);

        await using var sample = new OwnCodeProcess(_samples);
        await sample.StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, (await sample.SendAsync(HttpMethod.Post, "/reorders/r1", Lamps)).Status);

        // Killed while the workflow waits; the same folder again.
        await sample.KillAsync();
        await sample.StartAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await sample.SendAsync(HttpMethod.Post, "/reorders/r1", Lamps)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await sample.SendAsync(HttpMethod.Post, "/reorders/r1/confirm?yes=true", "{}")).Status);
        await TestWait.UntilAsync(
            async () => (await sample.SendAsync(HttpMethod.Get, "/reorders/r1")).Text == """{"status":"Completed","output":{"outcome":"ordered","orderId":"PO-lamp-20"}}""", "the workflow completes", Patience);

        // Agents get at the tool by a resource that names it, and only then.
        var called = ("/api/tools/stock.count/invoke", """{"arguments":{"item":"lamp"}}""");
        Assert.Equal(HttpStatusCode.Created, (await sample.SendAsync(HttpMethod.Put, "/api/agents/buyer", """{"spec":{"models":[],"tools":["stock.count"]}}""")).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await sample.SendAsync(HttpMethod.Post, called.Item1, called.Item2, "buyer")).Status);
        Assert.Equal(HttpStatusCode.Created, (await sample.SendAsync(HttpMethod.Put, "/api/tools/stock.count", """{"spec":{"type":"builtin","description":"Counts what is in stock."}}""")).Status);
        var (status, text) = await sample.SendAsync(HttpMethod.Post, called.Item1, called.Item2, "buyer");
        Assert.True(status == HttpStatusCode.OK && text.Contains("\"count\":3", StringComparison.Ordinal), $"{status} {text}");
    }

    [Fact]
    public async Task SupportTriage_BuiltElsewhere_RefundsWhatAPersonApproves()
    {
        await _samples.BuildAsync("SupportTriage");
        await using var triage = await TriageHost.StartAsync();
        var environment = new Dictionary<string, string> { ["AGENTFUNCTIONS_URL"] = triage.Host.Address.ToString(), ["AGENT_KEY"] = triage.AgentKey, ["APPROVER_KEY"] = triage.ApproverKey };
        using var client = SampleFolder.Start(_samples.Assembly("SupportTriage"), environment);
        await client.StandardInput.WriteLineAsync("y");
        using var patience = new CancellationTokenSource(Patience);
        var text = await client.StandardOutput.ReadToEndAsync(patience.Token);
        Assert.Contains("succeeded: Refunded 42.50 USD for order ORD-1001 (REF-1) and told kim@example.com.", text, StringComparison.Ordinal);
        Assert.Equal((1, 1), (await triage.DoneAsync("refunds.create"), await triage.DoneAsync("notify.send")));
    }
}
