using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Processes;
using SupportTriage;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>The same agent with any OpenAI-compatible endpoint, by configuration alone: a provider, a model, and the agent's <c>models</c>.</summary>
public sealed class TriageCompatibleTests
{
    private const string Done = "I refunded 42.50 USD for ORD-1001 and wrote to the customer.";

    [Fact]
    public async Task Triage_AnotherProvider_AsksAndRefundsOnce()
    {
        await using var provider = await CompatibleProvider.StartAsync();
        provider.CallsTool("orders_get", """{"orderId":"ORD-1001"}""");
        provider.CallsTool("refunds_create", """{"orderId":"ORD-1001","amount":42.50,"reason":"Lamp arrived broken"}""");
        provider.CallsTool("notify_send", """{"to":"kim@example.com","message":"Your refund is on its way."}""");
        provider.Says(Done);
        await using var triage = await TriageHost.StartAsync();
        await ConfigureAsync(triage.Host, provider);
        using var client = new TriageClient(triage.Host.Address, triage.AgentKey, triage.ApproverKey);

        var runId = await client.StartAsync("My lamp arrived broken, order ORD-1001. I want my money back.", "compatible");
        var waiting = await client.WaitAsync(runId);
        Assert.Equal("waiting", waiting.GetProperty("status").GetString());
        var asked = await client.AskedAsync(waiting);
        Assert.Equal("Lamp arrived broken", asked.GetProperty("action").GetProperty("arguments").GetProperty("reason").GetString());
        Assert.Equal((2, 0), (provider.Calls.Count, await triage.DoneAsync("refunds.create")));
        await client.DecideAsync(asked, approve: true, "Photo seen.");
        var run = await client.WaitAsync(runId);

        Assert.Equal(("succeeded", Done), (run.GetProperty("status").GetString(), run.GetProperty("output").GetString()));
        Assert.Equal((1, 1), (await triage.DoneAsync("refunds.create"), await triage.DoneAsync("notify.send")));
        Assert.Equal(4, provider.Calls.Count);
        Assert.All(provider.Calls, static call => Assert.Equal(("Bearer sk-of-the-house", "house-model-7b"), (call.Key, call.Body["model"]!.GetValue<string>())));
        Assert.Equal(["notify_send", "orders_get", "refunds_create"], provider.Calls[0].Body["tools"]!.AsArray().Select(static tool => tool!["function"]!["name"]!.GetValue<string>()).Order());

        // What the refund answered went back to the model that asked for it.
        var observed = provider.Calls[2].Body["messages"]!.AsArray()[^1]!;
        Assert.Equal("tool", observed["role"]!.GetValue<string>());
        Assert.Contains("REF-1", observed["content"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task ConfigureAsync(LocalHostProcess host, CompatibleProvider provider)
    {
        await host.PutSecretAsync("house", "sk-of-the-house", new Uri(provider.Url).Authority);
        await host.DeclareAsync("providers", "house", $$$"""{"type":"openai","endpoint":"{{{provider.Url}}}","credential":{"secretRef":"house"}}""");
        await host.DeclareAsync("prices", "house", """{"match":"house-*","input":"0.20","output":"0.60"}""");
        await host.DeclareAsync("models", "chat", """{"targets":[{"provider":"house","deployment":"house-model-7b","price":"house"}]}""");
        var agent = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(RepositoryFolder.Root, "src", "AgentFunctions.LocalHost", "Manifests", "demo", "agent-support-triage.json")))!["spec"]!;
        agent["models"] = new JsonArray("chat");
        await host.DeclareAsync("agents", "support-triage", agent.ToJsonString());
    }
}
