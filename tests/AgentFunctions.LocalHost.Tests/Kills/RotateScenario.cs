using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Kills;

/// <summary>A key whose secret is replaced without overlap: the last one answered works, or the one after it was stored and its answer lost.</summary>
internal sealed class RotateScenario : IKillScenario
{
    private string _id = "";
    private string _key = "";
    private string? _earlier;
    private long _version;

    public TimeSpan Window => TimeSpan.FromMilliseconds(150);

    public async Task PrepareAsync(LocalHostProcess host)
    {
        (_id, _key) = await host.IssueKeyAsync();
        _version = 1;
    }

    public async Task WorkAsync(LocalHostProcess victim)
    {
        while (true)
        {
            var rotated = await victim.RotateKeyAsync(_id, "00:00:00");
            (_earlier, _key) = (_key, rotated);
            _version++;
        }
    }

    public async Task CheckAsync(LocalHostProcess survivor)
    {
        var version = (await survivor.GetAsync($"/api/keys/{_id}")).Ok().Json.GetProperty("version").GetInt64();
        Assert.InRange(version, _version, _version + 1);
        var expected = version == _version ? "200" : "401";
        await TestWait.UntilAsync(async () => (await survivor.OutcomeAsync(_key, "sim-small")).StartsWith(expected, StringComparison.Ordinal), $"version {version} of {_version} answered: the last secret given is {expected}");
        if (_earlier is not null) Assert.Equal("401 invalid_api_key", await survivor.OutcomeAsync(_earlier, "sim-small"));
        _key = await survivor.RotateKeyAsync(_id, "00:00:00");
        _earlier = null;
        _version = version + 1;
        Assert.StartsWith("200", await survivor.OutcomeAsync(_key, "sim-small"), StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
