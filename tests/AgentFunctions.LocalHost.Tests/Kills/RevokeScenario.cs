using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Kills;

/// <summary>Keys revoked one after the other: those that were answered are refused, those that were not sent work, the one between is either.</summary>
internal sealed class RevokeScenario : IKillScenario
{
    private const int Keys = 40;
    private readonly List<(string Id, string Key)> _keys = [];
    private int _answered;

    public TimeSpan Window => TimeSpan.FromMilliseconds(150);

    public async Task PrepareAsync(LocalHostProcess host)
    {
        _keys.Clear();
        _answered = 0;
        while (_keys.Count < Keys) _keys.Add(await host.IssueKeyAsync());
    }

    public async Task WorkAsync(LocalHostProcess victim)
    {
        while (_answered < Keys)
        {
            await victim.RevokeKeyAsync(_keys[_answered].Id);
            _answered++;
        }
    }

    public async Task CheckAsync(LocalHostProcess survivor)
    {
        for (var i = 0; i < Keys; i++)
        {
            var (id, key) = _keys[i];
            var revoked = (await survivor.GetAsync($"/api/keys/{id}")).Ok().Json.GetProperty("status").GetString() == "revoked";
            if (i != _answered) Assert.True(revoked == i < _answered, $"key {i} of {_answered} answered: revoked is {revoked}");
            var expected = revoked ? "401" : "200";
            await TestWait.UntilAsync(async () => (await survivor.OutcomeAsync(key, "sim-small")).StartsWith(expected, StringComparison.Ordinal), $"key {i} answers {expected}", TimeSpan.FromSeconds(2));
        }

        await PrepareAsync(survivor);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
