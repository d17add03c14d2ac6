using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>Attacks on approvals: none is let in, and none changes anything.</summary>
public sealed class ApprovalAttackTests : IAsyncLifetime
{
    private ApprovalWorld _world = null!;

    public async Task InitializeAsync() => _world = await ApprovalWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [InlineData("apr_00000000000000000000000000000000")]
    [InlineData("apr_")]
    [InlineData("../run")]
    [InlineData("")]
    public async Task ForgedId_IsNowhere(string id)
    {
        var approval = await _world.AskAsync() with { Id = id };

        Refused(await _world.TryDecideAsync("ann", approval), 404, "not_found");
        Refused(await _world.UseAsync(approval), 404, "not_found");
    }

    [Fact]
    public async Task ForgedDigest_IsRefused()
    {
        var approval = await _world.AskAsync();
        var forged = new string(approval.Digest.Select(static c => c == '0' ? '1' : '0').ToArray());

        foreach (var digest in (string[])[forged, "", approval.Digest[..63], approval.Digest.ToUpperInvariant() + " "])
            Refused(await _world.TryDecideAsync("ann", approval, digest: digest), 409, "approval_stale");
        await _world.DecideAsync("ann", approval);
        Refused(await _world.UseAsync(approval, digest: forged), 409, "approval_stale");
        Assert.Equal(ApprovalStatus.Approved, (await _world.FindAsync(approval)).Status);
    }

    [Fact]
    public async Task ByWhoPublishedTheEventThatStartedTheRun_IsRefused()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { RequestedBy = "subscriptions/orders", PublishedBy = ["app/shop", "approver/ann"] });
        var glass = await _world.AskAsync(ApprovalWorld.Request("glass") with { RequestedBy = "subscriptions/orders", PublishedBy = ["operator/fire"] });

        Refused(await _world.TryDecideAsync("ann", approval), 403, "not_entitled");
        Refused(await _world.TryDecideAsync("fire", glass, comment: "urgent", breakGlass: true), 403, "not_entitled");
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("bob", approval)).Status);
    }

    // A hub vouches for nobody: it keeps nobody out either, least of all a principal that happens to have its name.
    [Fact]
    public async Task ByAPrincipalNamedAsTheHubThatTheEventCameThrough_IsTaken()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { RequestedBy = "subscriptions/orders", PublishedBy = ["hubs/ann"] });

        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("ann", approval)).Status);
    }

    [Fact]
    public async Task SwappedAction_IsRefused()
    {
        var small = await _world.AskAsync(ApprovalWorld.Request("small"));
        var large = await _world.AskAsync(ApprovalWorld.Request("large", """{"tool":"refund","arguments":{"amount":99999}}"""));

        Refused(await _world.TryDecideAsync("ann", small, digest: large.Digest), 409, "approval_stale");
        await _world.DecideAsync("ann", small);
        Refused(await _world.UseAsync(small, digest: large.Digest), 409, "approval_stale");
        Refused(await _world.UseAsync(large, digest: small.Digest), 409, "approval_stale");
        Refused(await _world.UseAsync(large), 409, "approval_pending");
    }

    [Fact]
    public async Task ChangedAction_UnderTheSameKey_IsAnotherRequestAndRefused()
    {
        var approval = await _world.AskAsync();
        await _world.DecideAsync("ann", approval);

        Refused(await _world.Approvals.RequestAsync(ApprovalWorld.Request(action: """{"tool":"refund","arguments":{"amount":13}}"""), CancellationToken.None), 409, "conflict");
        Refused(await _world.UseAsync(approval, digest: ApprovalDigest.Of(ApprovalWorld.Request(action: """{"tool":"refund","arguments":{"amount":13}}"""))), 409, "approval_stale");
    }

    [Fact]
    public async Task CrossRunStepAgentAndTenant_HaveOtherDigests()
    {
        var approval = await _world.AskAsync();
        await _world.DecideAsync("ann", approval);
        var request = ApprovalWorld.Request();

        foreach (var other in (ApprovalRequest[])[request with { RunId = "run_2" }, request with { StepId = "s2" }, request with { Agent = "demo" }, request with { TenantId = "other" }, request with { Key = "k2" }, request with { Kind = ApprovalKind.Outcome }])
            Refused(await _world.UseAsync(approval, digest: ApprovalDigest.Of(other)), 409, "approval_stale");
        Refused(await _world.Approvals.UseAsync("other", approval.Id, approval.Digest, "use", CancellationToken.None), 404, "not_found");
        Assert.Null(await _world.Approvals.FindAsync("other", approval.Id, CancellationToken.None));
    }

    [Fact]
    public async Task UsedTwice_IsRefused_AndTheSameUseAgainIsTheSame()
    {
        var approval = await _world.AskAsync();
        await _world.DecideAsync("ann", approval);

        Assert.Equal(ApprovalStatus.Used, (await _world.UseAsync(approval, "one")).Value!.Status);
        Assert.Equal(ApprovalStatus.Used, (await _world.UseAsync(approval, "one")).Value!.Status);
        Refused(await _world.UseAsync(approval, "two"), 409, "approval_used");
        Refused(await _world.TryDecideAsync("bob", approval), 409, "approval_used");
    }

    [Theory]
    [InlineData("olga")]
    [InlineData("sam")]
    [InlineData("blue", 404)]
    [InlineData("ops")]
    public async Task OwnerSponsorOtherTeamAndOperator_MayNotDecide(string person, int status = 403)
    {
        var approval = await _world.AskAsync();

        Refused(await _world.TryDecideAsync(person, approval), status, status == 404 ? "not_found" : "not_entitled");
        Refused(await _world.TryDecideAsync(person, approval, ApprovalDecision.Deny), status, status == 404 ? "not_found" : "not_entitled");
        Assert.Empty((await _world.FindAsync(approval)).Votes);
    }

    [Theory]
    [InlineData("approver/ann")]
    [InlineData("operator/ann")]
    [InlineData("principals/ann")]
    [InlineData("ann")]
    public async Task Starter_MayNotDecide(string requestedBy)
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { RequestedBy = requestedBy });

        Refused(await _world.TryDecideAsync("ann", approval), 403, "not_entitled");
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("bob", approval)).Status);
    }

    [Theory]
    [InlineData("ANN")]
    [InlineData(" ann ")]
    [InlineData("principals/ann")]
    [InlineData("approver/ann")]
    public async Task OwnerOfNow_MayNotDecideWhateverWasRecorded(string owner)
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Owners = [] });
        await _world.Control.PutAsync("agents", "triage", $$"""{"team":"red","models":["sim-small"],"owner":"{{owner}}"}""");
        _world.Time.Advance(TimeSpan.FromSeconds(3));

        Refused(await _world.TryDecideAsync("ann", approval), 403, "not_entitled");
    }

    [Theory]
    [InlineData("groups/finance")]
    [InlineData("Finance")]
    public async Task OwningGroup_MayNotDecide(string owner)
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Owners = [owner] });

        Refused(await _world.TryDecideAsync("cat", approval), 403, "not_entitled");
    }

    [Fact]
    public async Task Agent_MayNotDecide()
    {
        var approval = await _world.AskAsync();
        var key = await _world.Control.Keys.CreateAsync(Core.Identity.Actor.System("default"), "agent-key", new Core.Resources.KeySpec { Agent = "triage" }, CancellationToken.None);
        var caller = (await _world.Control.AuthenticateAsync(key.Value!.Key)).Caller!;

        var outcome = await _world.Control.Get<Core.Approvals.Deciding.ApprovalDecisions>()
            .DecideAsync(caller, null, approval.Id, new Core.Approvals.Deciding.ApprovalAnswer(ApprovalDecision.Approve, approval.Digest), CancellationToken.None);

        Refused(outcome, 403, "not_entitled");
    }

    [Fact]
    public async Task NotAmongTheApprovers_MayNotDecide()
    {
        var approval = await _world.AskAsync(Ruled(1, "principals/bob", "groups/finance"));

        Refused(await _world.TryDecideAsync("ann", approval), 403, "not_entitled");
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("cat", approval)).Status);
    }

    [Fact]
    public async Task SamePersonTwice_CountsOnce_AlsoWithAnotherKey()
    {
        var approval = await _world.AskAsync(Ruled(2));
        await _world.IssueAsync("ann", "ann-2");

        await _world.DecideAsync("ann", approval);
        await _world.DecideAsync("ann", approval);
        var after = await _world.DecideAsync("ann", approval, key: "ann-2");

        Assert.Equal((ApprovalStatus.Pending, 1), (after.Status, after.Votes.Count));
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("bob", approval)).Status);
    }

    [Fact]
    public async Task VoteOfARevokedKey_DoesNotCount()
    {
        var approval = await _world.AskAsync(Ruled(2));
        await _world.IssueAsync("ann", "ann-2");
        await _world.DecideAsync("ann", approval);
        await _world.RevokeAsync("ann");

        Assert.Equal(ApprovalStatus.Pending, (await _world.DecideAsync("bob", approval)).Status);

        // Said again with a key that is good, it counts.
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("ann", approval, key: "ann-2")).Status);
    }

    [Theory]
    [InlineData("""{"type":"approver","grants":[{"scopes":[],"team":"blue"}],"groups":["finance"]}""")]
    [InlineData("""{"type":"approver","groups":[]}""")]
    public async Task VoteOfWhoLostTheRight_DoesNotCount(string spec)
    {
        var approval = await _world.AskAsync(Ruled(2, "groups/finance", "principals/ann"));
        await _world.DecideAsync("cat", approval);
        await _world.Control.PutAsync("principals", "cat", spec);
        _world.Time.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(ApprovalStatus.Pending, (await _world.DecideAsync("ann", approval)).Status);
        Refused(await _world.UseAsync(approval), 409, "approval_pending");
    }

    [Fact]
    public async Task VotesOfWhoWasReassignedAway_DoNotCount()
    {
        var approval = await _world.AskAsync(Ruled(2, "principals/ann", "principals/bob"));
        await _world.DecideAsync("ann", approval);
        Assert.Null((await _world.ReassignAsync("ops", approval, "principals/bob", "groups/finance")).Error);

        Assert.Equal(ApprovalStatus.Pending, (await _world.DecideAsync("bob", approval)).Status);
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("cat", approval)).Status);
    }

    [Fact]
    public async Task AtTheEnd_ItIsDenied()
    {
        var approval = await _world.AskAsync();
        _world.Time.SetUtcNow(approval.ExpiresAt);

        Refused(await _world.TryDecideAsync("ann", approval), 410, "approval_expired");
        Refused(await _world.UseAsync(approval), 410, "approval_expired");
        Assert.Equal(ApprovalStatus.Expired, (await _world.FindAsync(approval)).Status);
        Assert.Empty((await _world.FindAsync(approval)).Votes);
    }

    [Fact]
    public async Task AMomentBeforeTheEnd_ItIsApproved_AndMayBeBegunAfterIt()
    {
        var approval = await _world.AskAsync();
        _world.Time.SetUtcNow(approval.ExpiresAt - TimeSpan.FromMilliseconds(1));
        await _world.DecideAsync("ann", approval);
        _world.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(ApprovalStatus.Used, (await _world.UseAsync(approval)).Value!.Status);
    }

    [Fact]
    public async Task ApprovedLongAgo_IsNotBegunAnyMore()
    {
        var approval = await _world.AskAsync();
        await _world.DecideAsync("ann", approval);
        _world.Time.Advance(ApprovalLimits.MinUse);

        Refused(await _world.UseAsync(approval), 410, "approval_expired");
    }

    [Fact]
    public async Task Withdrawn_IsNeitherDecidedNorUsed()
    {
        var pending = await _world.AskAsync(ApprovalWorld.Request("a"));
        var approved = await _world.AskAsync(ApprovalWorld.Request("b"));
        await _world.DecideAsync("ann", approved);
        await _world.Approvals.WithdrawAsync("default", "run_1", "the run was cancelled", CancellationToken.None);

        Refused(await _world.TryDecideAsync("ann", pending), 409, "approval_stale");
        Refused(await _world.UseAsync(pending), 409, "approval_stale");
        Refused(await _world.UseAsync(approved), 409, "approval_stale");
        Assert.Equal("the run was cancelled", (await _world.FindAsync(approved)).Reason);
    }

    private static ApprovalRequest Ruled(int count, params IReadOnlyList<string> approvers) =>
        ApprovalWorld.Request() with { Rule = new ApproverRule { Approvers = approvers, Count = count, ExpiresAfter = TimeSpan.FromHours(1) } };

    private static void Refused(Outcome<Approval> outcome, int status, string code) => Assert.Equal((status, code), (outcome.Error?.Status ?? 200, outcome.Error?.Code));
}
