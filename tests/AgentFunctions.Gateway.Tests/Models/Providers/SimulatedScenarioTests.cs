using System.Text.Json;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Gateway.Tests.Models.Providers;

/// <summary>A simulated model that follows a written scenario: what it says and calls, turn by turn.</summary>
public sealed class SimulatedScenarioTests
{
    private const string Script =
        """{"turns":[{"text":"Looking.","calls":[{"name":"orders_get","arguments":{"id":"{{match:ORD-[0-9]+}}"}},{"name":"orders_get","arguments":"{broken"}]},{"when":{"result":"orders_get","has":"total"},"text":"It came to {{result:orders_get:total}} USD."},{"text":"Nothing found."}]}""";

    [Fact]
    public async Task Chat_FirstTurn_SaysAndCallsWhatIsWritten()
    {
        var message = await AskAsync($$"""{"model":"sim-small","messages":[{{System}},{"role":"user","content":"About ORD-77 please"}]}""");
        Assert.Equal("Looking.", message.GetProperty("content").GetString());
        var calls = message.GetProperty("tool_calls").EnumerateArray().ToArray();
        Assert.Equal(["""{"id":"ORD-77"}""", "{broken"], calls.Select(static call => call.GetProperty("function").GetProperty("arguments").GetString()));
        Assert.Equal(2, calls.Select(static call => call.GetProperty("id").GetString()).Distinct().Count());
    }

    [Theory]
    [InlineData("""{\"total\":42.50}""", "It came to 42.50 USD.")]
    [InlineData("""{\"error\":\"none\"}""", "Nothing found.")]
    public async Task Chat_NextTurn_DependsOnTheResult(string result, string expected)
    {
        var message = await AskAsync(
            $$"""{"model":"sim-small","messages":[{{System}},{"role":"user","content":"ORD-77"},{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"orders_get","arguments":"{}"} } ]},{"role":"tool","tool_call_id":"c1","content":"{{result}}"}]}""");
        Assert.Equal(expected, message.GetProperty("content").GetString());
        Assert.False(message.TryGetProperty("tool_calls", out _));
    }

    [Fact]
    public async Task Chat_NextQuestion_BeginsAgain()
    {
        var message = await AskAsync($$"""{"model":"sim-small","messages":[{{System}},{"role":"user","content":"ORD-77"},{"role":"assistant","content":"done"},{"role":"user","content":"And ORD-78?"}]}""");
        Assert.Contains("ORD-78", message.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_ShippedScenario_IsNamedByTheDeployment()
    {
        var message = await AskAsync("""{"model":"sim-triage","messages":[{"role":"user","content":"ORD-1001 is broken"}]}""");
        Assert.Equal("orders_get", message.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"turns":[]}""")]
    [InlineData("""{"turns":[1]}""")]
    public async Task Chat_BadScenario_IsAnsweredAsAnyOther(string script)
    {
        var message = await AskAsync($$"""{"model":"sim-small","messages":[{"role":"system","content":{{JsonSerializer.Serialize($"```simulate\n{script}\n```")}}},{"role":"user","content":"hello"}]}""");
        Assert.Contains("Simulated answer", message.GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    private static string System => $$"""{"role":"system","content":{{JsonSerializer.Serialize($"Be brief.\n```simulate\n{Script}\n```")}}}""";

    private static async Task<JsonElement> AskAsync(string body)
    {
        await using var harness = new GatewayHarness();
        harness.View.With("sim-*", new ModelSpec { Targets = [new TargetSpec { Provider = "sim" }] });
        return JsonDocument.Parse(await GatewayHarness.TextAsync(await harness.AskAsync(body))).RootElement.GetProperty("choices")[0].GetProperty("message");
    }
}
