using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.History;
using AgentFunctions.Core.Resources.Kinds;

namespace AgentFunctions.Core.Tests.Resources.History;

public sealed class HistoryTests
{
    private static readonly Actor System = Actor.System("default");
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Versions_OfEveryWrite_NewestFirstWithWhoAndWhat()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("agents", "a", """{"owner":"one"}""");
        await instance.PutAsync("agents", "a", """{"owner":"two"}""");
        await instance.PutAsync("agents", "a", """{"owner":"two"}""");

        var page = (await instance.Get<ResourceHistory>().ListAsync(System, ResourceKinds.Agents, "a", null, null, None)).Value!;

        Assert.Equal([(2L, "updated", "two"), (1L, "created", "one")], page.Items.Select(v => (v.Version, v.Operation, v.Spec!.Value.GetProperty("owner").GetString())));
        Assert.All(page.Items, v => Assert.Equal("system", v.By));
        Assert.Null(page.NextCursor);
    }

    [Fact]
    public async Task Restore_WritesTheOldSpecAsANewVersion()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("agents", "a", """{"owner":"one"}""");
        await instance.PutAsync("agents", "a", """{"owner":"two"}""");

        var restored = await instance.Get<ResourceHistory>().RestoreAsync(System, ResourceKinds.Agents, "a", 1, default, None);

        Assert.Equal((3L, """{"owner":"one"}"""), (restored.Value!.Entry.Version, await instance.SpecAsync("agents", "a")));
        Assert.Equal("restored", (await instance.Get<ResourceHistory>().GetAsync(System, ResourceKinds.Agents, "a", 3, None)).Value!.Operation);
    }

    [Fact]
    public async Task Restore_WhatItNamesIsGone_IsRefused()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("models", "m", """{"targets":[{"provider":"sim"}]}""");
        await instance.PutAsync("agents", "a", """{"models":["m"]}""");
        await instance.PutAsync("agents", "a", """{"models":[]}""");
        await instance.DeleteAsync("models", "m");

        Assert.Equal("spec.models[0]", (await instance.Get<ResourceHistory>().RestoreAsync(System, ResourceKinds.Agents, "a", 1, default, None)).Error!.Param);
    }

    [Fact]
    public async Task Deleted_IsListedAndBroughtBackByWhoeverSawIt()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        await instance.PutAsync("teams", "t", "{}");
        await instance.PutAsync("teams", "u", "{}");
        await instance.PutAsync("agents", "a", """{"team":"t","owner":"one"}""");
        await instance.PutAsync("prices", "p", """{"match":"x","input":"1","output":"1"}""");
        await instance.DeleteAsync("agents", "a");
        await instance.DeleteAsync("prices", "p");
        var history = instance.Get<ResourceHistory>();
        var (mine, theirs) = (ControlInstance.ActorOf(PrincipalKind.Operator, new GrantSpec { Team = "t" }), ControlInstance.ActorOf(PrincipalKind.Operator, new GrantSpec { Team = "u" }));

        Assert.Equal(["deleted", "created"], (await history.ListAsync(mine, ResourceKinds.Agents, "a", null, null, None)).Value!.Items.Select(v => v.Operation));
        Assert.Equal(404, (await history.ListAsync(theirs, ResourceKinds.Agents, "a", null, null, None)).Error!.Status);
        Assert.Equal(404, (await history.RestoreAsync(theirs, ResourceKinds.Agents, "a", 1, default, None)).Error!.Status);
        Assert.Equal("version", (await history.RestoreAsync(mine, ResourceKinds.Agents, "a", 2, default, None)).Error!.Param);
        Assert.Equal(3, (await history.RestoreAsync(mine, ResourceKinds.Agents, "a", 1, default, None)).Value!.Entry.Version);
        Assert.Equal(404, (await history.ListAsync(mine, ResourceKinds.Prices, "p", null, null, None)).Error!.Status);
        Assert.Equal(3, (await history.RestoreAsync(System, ResourceKinds.Prices, "p", 1, default, None)).Value!.Entry.Version);
    }

    [Fact]
    public async Task Restore_UnderAnETagThatMoved_Is412()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var first = await instance.PutAsync("agents", "a", """{"owner":"one"}""");
        await instance.PutAsync("agents", "a", """{"owner":"two"}""");

        Assert.Equal(412, (await instance.Get<ResourceHistory>().RestoreAsync(System, ResourceKinds.Agents, "a", 1, new WriteCondition(first.Entry.ETag), None)).Error!.Status);
    }

    [Fact]
    public async Task Versions_OfManyWrites_ArePaged()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        for (var i = 1; i <= 7; i++) await instance.PutAsync("agents", "a", $$"""{"owner":"o{{i}}"}""");
        var history = instance.Get<ResourceHistory>();
        var seen = new List<long>();
        string? cursor = null;
        do
        {
            var page = (await history.ListAsync(System, ResourceKinds.Agents, "a", 3, cursor, None)).Value!;
            seen.AddRange(page.Items.Select(v => v.Version));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], seen);
        Assert.Equal("cursor", (await history.ListAsync(System, ResourceKinds.Agents, "a", 3, "x", None)).Error!.Param);
        Assert.Equal(404, (await history.GetAsync(System, ResourceKinds.Agents, "a", 8, None)).Error!.Status);
        Assert.Equal(404, (await history.ListAsync(System, ResourceKinds.Agents, "none", null, null, None)).Error!.Status);
    }

    [Fact]
    public async Task Versions_OfAKey_HoldNoHashAndItsSecretIsNotRestored()
    {
        await using var instance = await new ControlInstance().WithDemoAsync();
        var key = await instance.IssueAsync("k");
        await instance.Keys.RevokeAsync(System, "k", None);

        await instance.Get<ResourceHistory>().RestoreAsync(System, ResourceKinds.Keys, "k", 1, default, None);

        Assert.Equal("invalid_api_key", await instance.VerdictAsync(key));
    }
}
