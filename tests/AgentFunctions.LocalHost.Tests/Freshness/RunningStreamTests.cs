using System.Diagnostics;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Freshness;

/// <summary>Changes on one process that reach streams which another is in the middle of.</summary>
[Collection(SharedHosts.Name)]
public sealed class RunningStreamTests(ThreeHosts hosts)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);

    /// <summary>For the scheduling of a loaded machine; without the check the streams below take 50 s.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.5);

    [Theory]
    [InlineData("revoke", "invalid_api_key")]
    [InlineData("kill agent", "suspended")]
    [InlineData("kill key", "suspended")]
    [InlineData("take model", "model_not_allowed")]
    [InlineData("delete agent", "invalid_api_key")]
    public async Task Change_CutsTheStreamWithAnErrorEvent(string change, string code)
    {
        var (agent, id, key) = await hosts.NewAgentAsync();
        using var response = await hosts.Second.ChatAsync(key, "sim-chunks-1000-50ms", stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.StartsWith("data: {", await reader.ReadLineAsync(), StringComparison.Ordinal);

        await (change switch
        {
            "revoke" => hosts.First.RevokeKeyAsync(id),
            "kill agent" => hosts.First.SetStateAsync("agents", agent, "killed"),
            "kill key" => hosts.First.SetStateAsync("keys", id, "killed"),
            "take model" => hosts.First.DeclareAsync("agents", agent, """{"models":["echo"]}"""),
            _ => DeleteAsync(agent, id),
        });
        var acknowledged = Stopwatch.GetTimestamp();
        var lines = await ReadToEndAsync(reader);

        Assert.True(Stopwatch.GetElapsedTime(acknowledged) < Freshness + Grace, $"cut {Stopwatch.GetElapsedTime(acknowledged)} after the change");
        Assert.DoesNotContain("data: [DONE]", lines);
        Assert.Contains(code, lines[^1], StringComparison.Ordinal);
        Assert.Contains("\"error\"", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspend_LetsTheStreamEndAndRefusesTheNextCall()
    {
        var (agent, _, key) = await hosts.NewAgentAsync();
        using var response = await hosts.Second.ChatAsync(key, "sim-chunks-100-50ms", stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await reader.ReadLineAsync();

        await hosts.First.SetStateAsync("agents", agent, "suspended");
        var lines = await ReadToEndAsync(reader);

        Assert.Equal("data: [DONE]", lines[^1]);
        Assert.Equal("403 suspended", await hosts.Second.OutcomeAsync(key, "sim-small"));
    }

    private async Task DeleteAsync(string agent, string keyId)
    {
        (await hosts.First.ApiAsync(HttpMethod.Delete, $"/api/keys/{keyId}")).Ok();
        (await hosts.First.ApiAsync(HttpMethod.Delete, $"/api/agents/{agent}")).Ok();
    }

    /// <summary>The lines that say something; the connection is cut on purpose after the last.</summary>
    private static async Task<List<string>> ReadToEndAsync(StreamReader reader)
    {
        var lines = new List<string>();
        await Record.ExceptionAsync(async () =>
        {
            while (await reader.ReadLineAsync() is { } line) if (line.Length > 0) lines.Add(line);
        });
        return lines;
    }
}
