using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>Four eyes beyond the agent that asks: owners of the agents behind it, whoever issued its key, groups that are none.</summary>
public sealed class ApprovalKinTests : IAsyncLifetime
{
    private ApprovalWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await ApprovalWorld.StartAsync();
        await _world.Control.PutAsync("agents", "parent", """{"team":"red","models":["sim-small"],"owner":"ann","sponsor":"groups/finance"}""");
        _world.Time.Advance(TimeSpan.FromSeconds(3));
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("operator/ops", "agent/parent")]
    [InlineData("agent/parent", null)]
    public async Task OwnersOfAgentsBehindIt_MayNotDecide(string requestedBy, string? behind)
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { RequestedBy = requestedBy, PublishedBy = behind is null ? [] : [behind] });

        Refused(await _world.TryDecideAsync("ann", approval), 403);
        Refused(await _world.TryDecideAsync("cat", approval), 403);
        Refused(await _world.ReassignAsync("ops", approval, "principals/ann"), requestedBy == "operator/ops" ? 403 : 400);
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("bob", approval)).Status);
    }

    [Theory]
    [InlineData("ann")]
    [InlineData("bob")]
    public async Task OwnersOfThen_AndOfNow_MayNotDecide(string owner)
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { PublishedBy = ["agent/parent"] });
        await _world.Control.PutAsync("agents", "parent", """{"team":"red","models":["sim-small"],"owner":"principals/bob"}""");
        _world.Time.Advance(TimeSpan.FromSeconds(3));

        Refused(await _world.TryDecideAsync(owner, approval), 403);
    }

    [Fact]
    public async Task AgentBehindIt_GoneSince_KeepsItsOwnersOut()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { PublishedBy = ["agent/parent"] });
        await _world.Control.DeleteAsync("agents", "parent");
        _world.Time.Advance(TimeSpan.FromSeconds(3));

        Refused(await _world.TryDecideAsync("ann", approval), 403);
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("bob", approval)).Status);
    }

    [Fact]
    public async Task IssuersOfAnAgentsKey_AreKnown_AndOfAPrincipalsKeyNobodyIs()
    {
        var (ann, bob) = (Issuer("operator/ann"), Issuer("operator/bob"));
        var first = (await _world.Control.Keys.CreateAsync(ann, "k-triage", new KeySpec { Agent = "triage" }, CancellationToken.None)).Value!.Key;
        Assert.Equal(["operator/ann"], (await _world.Control.AuthenticateAsync(first)).Caller!.KeyIssuers);

        var second = (await _world.Control.Keys.RotateAsync(bob, "k-triage", TimeSpan.FromHours(1), CancellationToken.None)).Value!.Key;
        _world.Time.Advance(TimeSpan.FromSeconds(3));

        foreach (var key in (string[])[first, second]) Assert.Equal(["operator/ann", "operator/bob"], (await _world.Control.AuthenticateAsync(key)).Caller!.KeyIssuers);
        var theirs = (await _world.Control.Keys.CreateAsync(ann, "k-bob", new KeySpec { Principal = "bob" }, CancellationToken.None)).Value!.Key;
        Assert.Empty((await _world.Control.AuthenticateAsync(theirs)).Caller!.KeyIssuers);
    }

    [Fact]
    public async Task Reassign_ToAGroupThatNobodyIsIn_IsRefused()
    {
        var approval = await _world.AskAsync();

        foreach (var group in (string[])["groups/FINANCE", "groups/nobody"])
        {
            var refused = (await _world.ReassignAsync("ops", approval, group)).Error!;
            Assert.Equal((400, "approvers"), (refused.Status, refused.Param));
        }

        Assert.Equal(["groups/finance"], (await _world.ReassignAsync("ops", approval, "groups/finance")).Value!.Request.Rule.Approvers);
    }

    private static Actor Issuer(string by) => new(Tenants.Default, Access.Platform, by) { KeyId = "k" };

    private static void Refused(Outcome<Approval> outcome, int status) => Assert.Equal(status, outcome.Error?.Status ?? 200);
}
