using AgentFunctions.Core.Approvals;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>Operators move a question to others or its end to later, and cannot bring it to themselves.</summary>
public sealed class ApprovalSteeringTests : IAsyncLifetime
{
    private ApprovalWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await ApprovalWorld.StartAsync();
        await _world.AddAsync("dual", "operator", "[]", """["finance"]""");
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Reassign_ToOthers_IsRecordedAndTold()
    {
        var approval = await _world.AskAsync(Of("principals/bob"));

        var changed = (await _world.ReassignAsync("ops", approval, "principals/ann")).Value!;
        var again = (await _world.ReassignAsync("ops", approval, "principals/ann")).Value!;

        var change = Assert.Single(changed.Changes);
        Assert.Equal(("reassigned", "operator/ops", "principals/bob", "principals/ann"), (change.What, change.By, change.From, change.To));
        Assert.Single(again.Changes);
        Assert.Equal((403, "not_entitled"), Code(await _world.TryDecideAsync("bob", approval)));
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("ann", approval)).Status);
    }

    [Theory]
    [InlineData("ops", 403, "principals/ann", "principals/ops")]
    [InlineData("dual", 403, "groups/finance")]
    [InlineData("ann", 403, "principals/bob")]
    [InlineData("blue", 404, "principals/bob")]
    [InlineData("ops", 400, "principals/olga")]
    [InlineData("ops", 400, "principals/nobody")]
    [InlineData("ops", 400, "ann")]
    public async Task Reassign_ToOneselfOrByOrToWhoHasNoSay_IsRefused(string person, int status, params string[] approvers)
    {
        var approval = await _world.AskAsync();

        Assert.Equal(status, (await _world.ReassignAsync(person, approval, approvers)).Error?.Status);
        Assert.Empty((await _world.FindAsync(approval)).Changes);
    }

    [Theory]
    [InlineData("operator/ops", "none")]
    [InlineData("app/starter", "ops")]
    public async Task ReassignAndExtend_ByTheStarterOrAnOwner_IsRefused(string requestedBy, string owner)
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { RequestedBy = requestedBy, Owners = [owner] });

        Assert.Equal((403, "not_entitled"), Code(await _world.ReassignAsync("ops", approval, "principals/ann")));
        Assert.Equal((403, "not_entitled"), Code(await _world.ExtendAsync("ops", approval, approval.ExpiresAt.AddHours(1))));
    }

    [Fact]
    public async Task Extend_Pending_MovesTheEnd()
    {
        var approval = await _world.AskAsync();
        var end = approval.ExpiresAt.AddHours(2);

        var extended = (await _world.ExtendAsync("ops", approval, end)).Value!;
        _world.Time.SetUtcNow(approval.ExpiresAt);

        Assert.Equal((end, "extended"), (extended.ExpiresAt, Assert.Single(extended.Changes).What));
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("ann", approval)).Status);
    }

    [Fact]
    public async Task Extend_SoonerTooLateOrOver_IsRefused()
    {
        var approval = await _world.AskAsync();

        Assert.Equal((400, "invalid_request"), Code(await _world.ExtendAsync("ops", approval, approval.ExpiresAt.AddSeconds(-1))));
        Assert.Equal((400, "invalid_request"), Code(await _world.ExtendAsync("ops", approval, _world.Time.GetUtcNow().AddDays(366))));
        _world.Time.SetUtcNow(approval.ExpiresAt);
        Assert.Equal((410, "approval_expired"), Code(await _world.ExtendAsync("ops", approval, approval.ExpiresAt.AddHours(1))));
        Assert.Equal((410, "approval_expired"), Code(await _world.ReassignAsync("ops", approval, "principals/ann")));
    }

    private static ApprovalRequest Of(params IReadOnlyList<string> approvers) => ApprovalWorld.Request() with { Rule = new ApproverRule { Approvers = approvers } };

    private static (int?, string?) Code(Core.Errors.Outcome<Approval> outcome) => outcome.Error is { } error ? (error.Status, error.Code) : (null, null);
}
