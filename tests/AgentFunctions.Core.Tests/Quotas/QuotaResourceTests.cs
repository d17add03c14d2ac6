using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Tests.Resources;

namespace AgentFunctions.Core.Tests.Quotas;

/// <summary>Quotas as resources: what they name, who sees and writes them, and the view that calls are decided on.</summary>
public sealed class QuotaResourceTests
{
    private static readonly Actor Everybody = Actor.System(Tenants.Default);

    [Fact]
    public async Task Delete_SomethingLimited_IsRefusedWithTheQuota()
    {
        await using var instance = await WorldAsync();
        (string Kind, string Id)[] limited = [("teams", "red"), ("agents", "red-a"), ("keys", "red-k"), ("models", "gpt-*"), ("providers", "sim")];

        foreach (var (kind, id) in limited)
        {
            await instance.PutAsync("quotas", "q", Quota($"{kind}/{(id == "gpt-*" ? "=" : "")}{id}"));
            var error = (await instance.Resources.DeleteAsync(Everybody, ResourceKinds.Find(kind)!, id, null, CancellationToken.None)).Error!;
            Assert.Equal((409, true), (error.Status, error.Details.Any(d => d.Path == "quotas/q")));
        }
    }

    [Theory]
    [InlineData("tenant", true)]
    [InlineData("teams/*", true)]
    [InlineData("agents/*", true)]
    [InlineData("sessions/*", true)]
    [InlineData("runs/*", true)]
    [InlineData("keys/*", true)]
    [InlineData("models/*", true)]
    [InlineData("providers/*", true)]
    [InlineData("tools/*", true)]
    [InlineData("teams/red", true)]
    [InlineData("teams/r*", true)]
    [InlineData("teams/blue", false)]
    [InlineData("teams/b*", false)]
    [InlineData("agents/red-a", true)]
    [InlineData("agents/red-*", true)]
    [InlineData("agents/blue-a", false)]
    [InlineData("agents/blue-*", false)]
    [InlineData("agents/nobodys", false)]
    [InlineData("sessions/red-a/*", true)]
    [InlineData("sessions/red-a/s1", true)]
    [InlineData("sessions/blue-a/*", false)]
    [InlineData("keys/red-k", true)]
    [InlineData("keys/red-*", true)]
    [InlineData("keys/blue-k", false)]
    [InlineData("keys/blue-*", false)]
    [InlineData("models/red-m", true)]
    [InlineData("models/red-*", true)]
    [InlineData("models/r*", true)]
    [InlineData("models/sim-small", false)]
    [InlineData("models/=gpt-*", false)]
    [InlineData("models/g*", false)]
    [InlineData("providers/sim", false)]
    [InlineData("runs/r1", false)]
    [InlineData("tools/t", false)]
    public async Task Read_OfAMemberOfATeam_WhatHoldsForIt(string scope, bool seen)
    {
        await using var instance = await WorldAsync();
        await instance.PutAsync("quotas", "q", Quota(scope));
        var member = ControlInstance.ActorOf(PrincipalKind.Operator, new GrantSpec { Team = "red" });

        var found = await instance.Resources.GetAsync(member, ResourceKinds.Quotas, "q", CancellationToken.None);
        var listed = await instance.Resources.ListAsync(member, ResourceKinds.Quotas, null, null, CancellationToken.None);

        Assert.Equal((seen, seen ? 1 : 0), (found.Error is null, listed.Value!.Items.Count));
        Assert.Null((await instance.Resources.GetAsync(ControlInstance.ActorOf(PrincipalKind.Operator), ResourceKinds.Quotas, "q", CancellationToken.None)).Error);
    }

    [Theory]
    [InlineData("teams/red")]
    [InlineData("agents/red-a")]
    [InlineData("agents/*")]
    [InlineData("tenant")]
    public async Task Write_OfAMemberOfATeam_IsRefused(string scope)
    {
        await using var instance = await WorldAsync();
        await instance.PutAsync("quotas", "q", Quota(scope));
        var member = ControlInstance.ActorOf(PrincipalKind.Operator, new GrantSpec { Team = "red" });
        var raised = Quota(scope).Replace("5.00", "500.00", StringComparison.Ordinal);

        var errors = new[]
        {
            (await instance.ApplyAsync(member, new ResourceSet([]), ("quotas", "q", raised))).Error,
            (await instance.ApplyAsync(member, new ResourceSet([]), ("quotas", "new", raised.Replace("day", "month", StringComparison.Ordinal)))).Error,
            (await instance.Resources.DeleteAsync(member, ResourceKinds.Quotas, "q", null, CancellationToken.None)).Error,
        };

        Assert.All(errors, e => Assert.Equal(403, e!.Status));
    }

    [Fact]
    public async Task Versions_OfWhatLimitedAnotherTeam_AreNotShown()
    {
        await using var instance = await WorldAsync();
        await instance.PutAsync("quotas", "q", Quota("teams/blue"));
        await instance.PutAsync("quotas", "q", Quota("teams/red"));
        var member = ControlInstance.ActorOf(PrincipalKind.Operator, new GrantSpec { Team = "red" });

        var versions = await instance.Get<AgentFunctions.Core.Resources.History.ResourceHistory>().ListAsync(member, ResourceKinds.Quotas, "q", null, null, CancellationToken.None);

        Assert.Equal([2L], versions.Value!.Items.Select(v => v.Version));
    }

    [Fact]
    public async Task View_ResolvesWhatIsDeclared_AndFollowsChangesAndTheClock()
    {
        await using var instance = await WorldAsync();
        await instance.PutAsync("quotas", "all", Quota("agents/*"));
        var path = new LimitPath("red", "red-a", null, null, null, null, null);
        Assert.Equal("all 5000000000", Text((await instance.ViewAsync())!, path));

        await instance.PutAsync("quotas", "own", """{"scope":"agents/red-a","unit":"usd","window":"day","amount":"2","temporary":{"amount":"7","until":"2026-01-01T01:00:00Z","reason":"launch"}}""");
        Assert.Equal("own 7000000000", Text((await instance.ViewAsync())!, path));
        instance.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("own 2000000000", Text((await instance.ViewAsync())!, path));

        await instance.DeleteAsync("quotas", "own");
        var view = (await instance.ViewAsync())!;
        Assert.Equal("all 5000000000", Text(view, path));
        Assert.Equal(["all"], view.ResolveLimits(new LimitScope(LimitScopeKind.Agent, "nobody"), null).Select(l => l.QuotaId));
        Assert.Empty(view.ResolveProviderLimits("sim", path));
    }

    private static string Text(ControlPlaneView view, LimitPath path)
    {
        var limit = Assert.Single(view.ResolveLimits(path));
        return $"{limit.QuotaId} {limit.Amount}";
    }

    private static string Quota(string scope) => $$"""{"scope":"{{scope}}","unit":"usd","window":"day","amount":"5.00"}""";

    private static async Task<ControlInstance> WorldAsync()
    {
        var instance = await new ControlInstance().WithDemoAsync();
        foreach (var model in (string[])["red-m", "gpt-*"]) await instance.PutAsync("models", model, """{"targets":[{"provider":"sim"}]}""");
        await instance.PutAsync("agents", "nobodys", "{}");
        await instance.PutAsync("tools", "t", """{"type":"builtin","builtin":"time.now"}""");
        foreach (var team in (string[])["red", "blue"])
        {
            await instance.PutAsync("teams", team, $$"""{"models":["{{team}}-*"]}""");
            await instance.PutAsync("agents", team + "-a", $$"""{"team":"{{team}}"}""");
            await instance.PutAsync("keys", team + "-k", $$"""{"agent":"{{team}}-a"}""");
        }

        return instance;
    }
}
