using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>Many at the same moment, in two processes: one is first, and everybody sees the same end.</summary>
public sealed class ApprovalRaceTests
{
    /// <summary>The clock passes the end while votes, uses and reads are under way; where each of them is at that moment is drawn by lot.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task AtTheEnd_OneIsFirst(int seed)
    {
        var random = new Random(seed);
        await using var world = await ApprovalWorld.StartAsync();
        await using var other = world.Sibling();
        for (var round = 0; round < 25; round++)
        {
            var approval = await world.AskAsync(ApprovalWorld.Request($"k{round}"));
            world.Time.SetUtcNow(approval.ExpiresAt - TimeSpan.FromMilliseconds(1));
            var left = random.Next(1, 30);
            var tick = () =>
            {
                if (Interlocked.Decrement(ref left) == 0) world.Time.Advance(TimeSpan.FromMilliseconds(1));
                return Task.CompletedTask;
            };
            (world.Store.Before, other.Store.Before) = (tick, tick);
            var tries = await Task.WhenAll(
                Go(() => world.TryDecideAsync("ann", approval)), Go(() => other.TryDecideAsync("bob", approval, ApprovalDecision.Deny)), Go(() => other.TryDecideAsync("cat", approval)),
                Go(async () => await world.UseAsync(approval, "one")), Go(async () => await other.UseAsync(approval, "two")));
            (world.Store.Before, other.Store.Before) = (null, null);
            world.Time.SetUtcNow(approval.ExpiresAt);
            var end = await world.FindAsync(approval);

            Assert.NotEqual(ApprovalStatus.Pending, end.Status);
            Assert.Equal(end.Status, (await other.FindAsync(approval)).Status);
            Assert.All(end.Votes, vote => Assert.True(vote.At < approval.ExpiresAt));
            Assert.InRange(tries.Take(3).Count(static t => t.Value is not null), 0, 1);
            Assert.Equal(end.Status == ApprovalStatus.Expired, tries.Take(3).All(static t => t.Error is not null));
            Assert.InRange(tries.Skip(3).Count(static t => t.Value is not null), 0, end.Status == ApprovalStatus.Used ? 1 : 0);
            if (end.Status == ApprovalStatus.Expired) Assert.Empty(end.Votes);
        }

        static Task<T> Go<T>(Func<Task<T>> action) => Task.Run(action);
    }

    [Fact]
    public async Task Use_OfManyAtOnce_IsOne()
    {
        await using var world = await ApprovalWorld.StartAsync();
        await using var other = world.Sibling();
        var approval = await world.AskAsync();
        await world.DecideAsync("ann", approval);

        var uses = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () => (i, Outcome: await (i % 2 == 0 ? world : other).UseAsync(approval, $"use-{i}")))));

        Assert.Single(uses, static u => u.Outcome.Value is not null);
        Assert.All(uses.Where(static u => u.Outcome.Value is null), static u => Assert.Equal("approval_used", u.Outcome.Error!.Code));
    }

    /// <summary>The clock is asked again after the rights were looked up, right before the write.</summary>
    [Fact]
    public async Task Decision_WhoseRightsTookUntilTheEnd_ComesTooLate()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var approval = await world.AskAsync();
        var answered = await world.CallerAsync("ann");
        world.Time.SetUtcNow(approval.ExpiresAt - TimeSpan.FromMilliseconds(1));
        world.Store.AfterRead = () =>
        {
            world.Time.SetUtcNow(approval.ExpiresAt);
            world.Store.AfterRead = null;
            return Task.CompletedTask;
        };

        var outcome = await world.Control.Get<Core.Approvals.Deciding.ApprovalDecisions>()
            .DecideAsync(answered, null, approval.Id, new Core.Approvals.Deciding.ApprovalAnswer(ApprovalDecision.Approve, approval.Digest), CancellationToken.None);

        Assert.Equal("approval_expired", outcome.Error?.Code);
    }

    [Fact]
    public async Task Store_OutOfReach_IsNoApproval()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var approval = await world.AskAsync();
        await world.DecideAsync("ann", approval);
        world.Store.Fails = true;

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await world.UseAsync(approval));
        world.Store.Fails = false;
        Assert.Equal(ApprovalStatus.Used, (await world.UseAsync(approval)).Value!.Status);
    }
}
