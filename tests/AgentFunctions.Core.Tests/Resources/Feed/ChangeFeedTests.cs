using System.Globalization;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Feed;

namespace AgentFunctions.Core.Tests.Resources.Feed;

public sealed class ChangeFeedTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task List_FromASequenceOrATime_InOrderByPage()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var from = await instance.SequenceAsync() + 1;
        instance.Time.Advance(TimeSpan.FromHours(1));
        var start = instance.Time.GetUtcNow();
        await instance.PutAsync("agents", "a", "{}");
        await instance.PutAsync("agents", "b", "{}");
        await instance.DeleteAsync("agents", "a");

        Assert.Equal(["created agents/a", "created agents/b", "deleted agents/a"], await WalkAsync(instance, from.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(["created agents/a", "created agents/b", "deleted agents/a"], await WalkAsync(instance, start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        Assert.Contains("deleted agents/a", await WalkAsync(instance, "0001-01-01T00:03:00Z"));
        Assert.Equal(["deleted agents/a"], await WalkAsync(instance, (from + 2).ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task List_FromATimeAmongManyChanges_ReadsFewOfThem()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        for (var i = 0; i < 300; i++)
        {
            await instance.PutAsync("agents", "a", $$"""{"owner":"o{{i}}"}""");
            instance.Time.Advance(TimeSpan.FromMinutes(10));
        }

        var (reads, queries) = (instance.Store.Reads, instance.Store.Queries);
        var from = (instance.Time.GetUtcNow() - TimeSpan.FromMinutes(25)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        Assert.Equal(["updated agents/a", "updated agents/a"], await WalkAsync(instance, from));
        Assert.InRange(instance.Store.Reads - reads, 1, 15);
        Assert.InRange(instance.Store.Queries - queries, 1, 2);
    }

    [Fact]
    public async Task List_OfATeamsAuditor_HoldsItsTeamOnlyAlsoAfterAnAgentMoved()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "one", "{}");
        await instance.PutAsync("teams", "two", "{}");
        await instance.PutAsync("agents", "a", """{"team":"one"}""");
        await instance.PutAsync("agents", "a", """{"team":"two"}""");
        await instance.PutAsync("agents", "a", """{"team":"two","owner":"x"}""");

        var one = ControlInstance.ActorOf(PrincipalKind.Auditor, new GrantSpec { Scopes = ["audit:read"], Team = "one" });
        var two = ControlInstance.ActorOf(PrincipalKind.Auditor, new GrantSpec { Scopes = ["audit:read"], Team = "two" });

        Assert.Equal(["created teams/one", "created agents/a"], await WalkAsync(instance, null, one));
        Assert.Equal(["created teams/two", "updated agents/a", "updated agents/a"], await WalkAsync(instance, null, two));
    }

    [Theory]
    [InlineData("yesterday", null, "from")]
    [InlineData("-1", null, "from")]
    [InlineData(null, "nonsense", "cursor")]
    public async Task List_WrongInput_NamesTheField(string? from, string? cursor, string param)
    {
        await using var instance = await new ControlInstance().WithDemoAsync();

        Assert.Equal(param, (await instance.Get<ChangeFeed>().ListAsync(Actor.System("default"), from, null, null, cursor, None)).Error!.Param);
    }

    private static async Task<List<string>> WalkAsync(ControlInstance instance, string? from, Actor? actor = null)
    {
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await instance.Get<ChangeFeed>().ListAsync(actor ?? Actor.System("default"), from, null, 2, cursor, None)).Value!;
            seen.AddRange(page.Items.SelectMany(c => c.Resources.Select(r => $"{r.Operation} {r.Kind}/{r.Id}")));
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return seen;
    }
}
