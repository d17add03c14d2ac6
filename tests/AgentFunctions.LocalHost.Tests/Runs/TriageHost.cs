using System.Text.Json;
using AgentFunctions.LocalHost.DemoTools;
using AgentFunctions.TestKit.Processes;
using Microsoft.AspNetCore.Builder;

namespace AgentFunctions.LocalHost.Tests.Runs;

/// <summary>The demo set on the real host, with the demo's tools in this process so that they outlive a host that is killed.</summary>
internal sealed class TriageHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _tools;

    private TriageHost(WebApplication tools) => _tools = tools;

    public LocalHostProcess Host { get; private set; } = null!;

    public string AgentKey { get; private set; } = "";

    public string ApproverKey { get; private set; } = "";

    public string Data => _folder.Data;

    /// <summary>Where the demo's tools are.</summary>
    public Uri Tools => new(_tools.Urls.First());

    public static async Task<TriageHost> StartAsync()
    {
        var tools = DemoToolServer.Build("http://127.0.0.1:0");
        await tools.StartAsync();
        var triage = new TriageHost(tools);
        await triage.OpenAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(RepositoryFolder.Root, "src", "AgentFunctions.LocalHost", "Manifests", "demo"), "tool-*.json"))
        {
            var tool = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
            var spec = tool.GetProperty("spec").GetRawText().Replace(DemoToolServer.DefaultUrl, tools.Urls.First(), StringComparison.Ordinal);
            await triage.Host.DeclareAsync("tools", tool.GetProperty("id").GetString()!, spec);
        }

        triage.AgentKey = (await triage.Host.IssueKeyAsync("support-triage")).Key;
        triage.ApproverKey = (await triage.Host.ApiAsync(HttpMethod.Post, "/api/keys", """{"principal":"ann"}""")).Ok().Json.GetProperty("key").GetString()!;
        return triage;
    }

    /// <summary>Ends the host this instant and starts another on its folder.</summary>
    public async Task KillAsync()
    {
        await Host.KillAsync();
        await Host.DisposeAsync();
        await OpenAsync();
    }

    /// <summary>Things that a tool did.</summary>
    public async Task<long> DoneAsync(string tool)
    {
        using var client = new HttpClient();
        var counts = JsonDocument.Parse(await client.GetStringAsync(new Uri(Tools, "/counts"))).RootElement;
        return counts.TryGetProperty(tool, out var count) ? count.GetProperty("done").GetInt64() : 0;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _tools.StopAsync();
        await _tools.DisposeAsync();
        _folder.Dispose();
    }

    // What a dead process held is charged soon, so that a test sees the end of it; its work is taken over soon as well.
    private async Task OpenAsync() => Host = await LocalHostProcess.StartAsync(_folder.Data, environment: new Dictionary<string, string?>
    {
        ["AGENTFUNCTIONS_EGRESS_ALLOW_PRIVATE"] = $"127.0.0.1:{Tools.Port}",
        ["AgentFunctions__Ledger__OwnerLife"] = "00:00:03",
        ["AgentFunctions__Ledger__SweepInterval"] = "00:00:01",
        ["AgentFunctions__Workflows__LeaseLife"] = "00:00:03",
    });
}
