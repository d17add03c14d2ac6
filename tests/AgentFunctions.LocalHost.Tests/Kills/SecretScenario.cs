using System.Globalization;
using AgentFunctions.LocalHost.Tests.Freshness;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Kills;

/// <summary>A provider's secret replaced over and over: the provider is given the last value that was answered, or the one after it; never half of one, never none.</summary>
internal sealed class SecretScenario : IKillScenario
{
    private const int Values = 5_000;
    private readonly CredentialUpstream _upstream = new();
    private string _key = "";
    private int _answered;

    public TimeSpan Window => TimeSpan.FromMilliseconds(150);

    public async Task PrepareAsync(LocalHostProcess host)
    {
        _upstream.Accept([.. Enumerable.Range(1, Values).Select(n => (Name(n), Value(n)))]);
        await PutAsync(host, ++_answered);
        await host.DeclareAsync("providers", "kept", $$$"""{"type":"openai","endpoint":"{{{_upstream.Endpoint}}}","credential":{"secretRef":"kept"}}""");
        await host.DeclareAsync("prices", "echo", """{"input":"0","output":"0"}""");
        await host.DeclareAsync("models", "echo", """{"targets":[{"provider":"kept"}],"retry":{"attempts":1}}""");
        await host.DeclareAsync("agents", "caller", """{"models":["echo"]}""");
        (_, _key) = await host.IssueKeyAsync("caller");
    }

    public async Task WorkAsync(LocalHostProcess victim)
    {
        while (true)
        {
            await PutAsync(victim, _answered + 1);
            _answered++;
        }
    }

    public async Task CheckAsync(LocalHostProcess survivor)
    {
        var version = (await survivor.GetAsync("/api/secrets/kept")).Ok().Json.GetProperty("version").GetInt32();
        Assert.InRange(version, _answered, _answered + 1);
        await TestWait.UntilAsync(async () => await survivor.OutcomeAsync(_key, "echo") == "200 " + Name(version), $"the provider is given value {version}", TimeSpan.FromSeconds(2));
        await PutAsync(survivor, _answered = version + 1);
    }

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    private Task PutAsync(LocalHostProcess host, int n) => host.PutSecretAsync("kept", Value(n), _upstream.Host);

    private static string Name(int n) => n.ToString(CultureInfo.InvariantCulture);

    private static string Value(int n) => string.Create(CultureInfo.InvariantCulture, $"sk-kept-{n}");
}
