using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Feed;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>Who waits is told, and people are: at once, and by the job where that failed.</summary>
public sealed class ApprovalTellingTests : IAsyncLifetime
{
    private ApprovalWorld _world = null!;

    public async Task InitializeAsync() => _world = await ApprovalWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Signal_OfADecision_CarriesIt()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Kind = ApprovalKind.Input, ValueSchema = ApprovalWorld.Json("""{"type":"string"}""") });
        Assert.Empty(_world.Events.All);
        await _world.DecideAsync("ann", approval, ApprovalDecision.Answer, "see", ApprovalWorld.Json("\"blue\""));

        var (instance, name, payload) = Assert.Single(_world.Events.All);
        Assert.Equal(("default:run_1", "decision-k"), (instance, name));
        Assert.Equal(
            $$"""{"approvalId":"{{approval.Id}}","status":"approved","decision":"answer","value":"blue","by":"approver/ann","comment":"see"}""", payload.GetRawText());
    }

    [Theory]
    [InlineData("denied")]
    [InlineData("expired")]
    [InlineData("withdrawn")]
    public async Task Signal_OfEveryEnd_IsRaisedOnce(string end)
    {
        var approval = await _world.AskAsync();
        if (end == "denied") await _world.DecideAsync("ann", approval, ApprovalDecision.Deny);
        if (end == "withdrawn") await _world.Approvals.WithdrawAsync("default", "run_1", "over", CancellationToken.None);
        if (end == "expired") _world.Time.SetUtcNow(approval.ExpiresAt);
        await _world.RunJobAsync();
        await _world.RunJobAsync();

        var (_, _, payload) = Assert.Single(_world.Events.All);
        Assert.Equal(end, payload.GetProperty("status").GetString());
        Assert.Equal(end == "denied" ? "deny" : null, payload.GetProperty("decision").GetString());
    }

    [Fact]
    public async Task Signal_EngineOutOfReach_IsRaisedByTheJobLater()
    {
        var approval = await _world.AskAsync();
        _world.Events.Fails = true;
        Assert.Equal(ApprovalStatus.Approved, (await _world.DecideAsync("ann", approval)).Status);
        await _world.RunJobAsync();
        _world.Events.Fails = false;
        await using var other = _world.Sibling();

        await other.RunJobAsync();
        await other.RunJobAsync();

        Assert.Single(_world.Events.All);
    }

    [Fact]
    public async Task Signal_ProcessKilledAfterTheDecision_IsNotLost()
    {
        var approval = await _world.AskAsync();
        var batches = 0;
        _world.Store.AfterBatch = () => batches++ == 0 ? throw new DocumentStoreUnavailableException("The process is gone.") : Task.CompletedTask;
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => _world.TryDecideAsync("ann", approval));
        _world.Store.AfterBatch = null;
        Assert.Empty(_world.Events.All);
        await using var other = _world.Sibling();

        await other.RunJobAsync();

        Assert.Equal("approved", Assert.Single(_world.Events.All).Payload.GetProperty("status").GetString());
    }

    [Fact]
    public async Task Notices_NameWhatIsAsked_AndLinkToIt_ButNotItsArguments()
    {
        var approval = await _world.AskAsync();
        var notice = Assert.Single(await _world.NoticesAsync());

        Assert.Equal("approval.requested", notice.GetProperty("type").GetString());
        Assert.Contains("refund", notice.GetProperty("summary").GetString(), StringComparison.Ordinal);
        Assert.EndsWith($"/approvals/{approval.Id}", notice.GetProperty("data").GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("12.5", notice.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("red", notice.GetProperty("team").GetString());
    }

    [Fact]
    public async Task Notices_OfALife_AreToldOnceEach()
    {
        var approval = await _world.AskAsync(ApprovalWorld.Request() with { Rule = new ApproverRule { ExpiresAfter = TimeSpan.FromHours(1), RemindEvery = TimeSpan.FromMinutes(10) } });
        for (var i = 0; i < 13; i++)
        {
            await _world.RunJobAsync();
            _world.Time.Advance(TimeSpan.FromMinutes(5));
        }

        await _world.RunJobAsync();

        var types = (await _world.NoticesAsync()).Select(static n => n.GetProperty("type").GetString()).ToList();
        Assert.Equal(["approval.requested", .. Enumerable.Repeat("approval.reminder", 5), "approval.expired"], types);
        Assert.Equal(ApprovalStatus.Expired, (await _world.FindAsync(approval)).Status);
    }

    [Fact]
    public async Task Reminder_WithoutAnInterval_IsOneAtHalfOfTheTime()
    {
        await _world.AskAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(29));
        await _world.RunJobAsync();
        Assert.Single(await _world.NoticesAsync());
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        await _world.RunJobAsync();
        _world.Time.Advance(TimeSpan.FromMinutes(20));
        await _world.RunJobAsync();

        Assert.Equal(["approval.requested", "approval.reminder"], (await _world.NoticesAsync()).Select(static n => n.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Reminder_AfterALongDowntime_IsOne()
    {
        await _world.AskAsync(ApprovalWorld.Request() with { Rule = new ApproverRule { ExpiresAfter = TimeSpan.FromDays(1), RemindEvery = TimeSpan.FromMinutes(1) } });
        _world.Time.Advance(TimeSpan.FromHours(3));

        await _world.RunJobAsync();
        await _world.RunJobAsync();

        Assert.Equal(2, (await _world.NoticesAsync()).Count);
    }

    [Fact]
    public async Task BreakGlass_IsInTheChangeFeed_Once()
    {
        var approval = await _world.AskAsync();
        await _world.DecideAsync("fire", approval, breakGlass: true, comment: "now");
        await _world.DecideAsync("fire", approval, breakGlass: true, comment: "now");
        await _world.RunJobAsync();

        var changes = (await _world.Control.Get<ChangeFeed>().ListAsync(Actor.System(Tenants.Default), null, "fire", 500, null, CancellationToken.None)).Value!;

        var change = Assert.Single(changes.Items);
        Assert.Equal(("operator/fire", "req-1"), (change.By, change.RequestId));
        Assert.Equal(("approvals", approval.Id, "breakGlass"), (change.Resources[0].Kind, change.Resources[0].Id, change.Resources[0].Operation));
        Assert.Single(await _world.NoticesAsync(), static n => n.GetProperty("type").GetString() == "approval.break_glass");
    }

    [Fact]
    public async Task DeletedTenant_LeavesNoApprovalToOneOfTheSameName()
    {
        await _world.Control.Resources.EnsureTenantAsync("far", CancellationToken.None);
        var asked = (await _world.Approvals.RequestAsync(ApprovalWorld.Request() with { TenantId = "far", Agent = "x", Team = null }, CancellationToken.None)).Value!;

        Assert.Null((await _world.Control.Resources.DeleteAsync(Actor.System("far"), Core.Resources.Kinds.ResourceKinds.Tenants, "far", null, CancellationToken.None)).Error);
        await _world.Control.Resources.EnsureTenantAsync("far", CancellationToken.None);

        Assert.Null(await _world.Approvals.FindAsync("far", asked.Id, CancellationToken.None));
    }
}
