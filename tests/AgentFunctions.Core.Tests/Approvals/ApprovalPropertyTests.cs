using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;

namespace AgentFunctions.Core.Tests.Approvals;

/// <summary>
/// Random histories: votes, uses, withdrawals, jobs and time in two processes at once, whose store writes and does not answer, or does not write, as if they were killed there. Whatever comes: nothing is used twice or without
/// approval, nothing is approved after its end, no end changes but from approved to used or withdrawn, and whoever waits is told of the end.
/// </summary>
public sealed class ApprovalPropertyTests
{
    private static readonly string[] People = ["ann", "bob", "cat", "olga", "blue", "fire"];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    public async Task AnyInterleaving_KeepsItsPromises(int seed)
    {
        var random = new Random(seed);
        await using var world = await ApprovalWorld.StartAsync();
        await using var other = world.Sibling();
        ApprovalWorld[] worlds = [world, other];
        HashSet<ApprovalStatus> ends = [];
        for (var round = 0; round < 12; round++)
        {
            var request = ApprovalWorld.Request($"k{round}") with { RunId = $"run_{round}", Rule = new ApproverRule { Count = random.Next(1, 4), ExpiresAfter = TimeSpan.FromMinutes(random.Next(1, 6)) } };
            var approval = await world.AskAsync(request);
            List<string> used = [];
            ApprovalStatus? final = null;
            for (var turn = 0; turn < 12; turn++)
            {
                foreach (var w in worlds) Break(w, random);
                var acts = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Act(worlds[random.Next(2)], approval, random, used)).ToList();
                await Task.WhenAll(acts.Select(act => Task.Run(act)));
                foreach (var w in worlds) (w.Store.Before, w.Store.AfterBatch) = (null, null);
                if (random.Next(3) == 0) world.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 60)));
                final = Check(await world.FindAsync(approval), request, final, used);
            }

            world.Time.SetUtcNow(approval.ExpiresAt > world.Time.GetUtcNow() ? approval.ExpiresAt : world.Time.GetUtcNow());
            await other.RunJobAsync();
            var end = await world.FindAsync(approval);
            Check(end, request, final, used);
            Assert.NotEqual(ApprovalStatus.Pending, end.Status);
            Assert.Contains(world.Events.All, e => e.Event == request.Signal!.EventName);
            ends.Add(end.Status);
        }

        // Histories that all end alike would show nothing.
        Assert.True(ends.Count >= 2, string.Join(", ", ends));
    }

    private static ApprovalStatus Check(Approval approval, ApprovalRequest request, ApprovalStatus? before, List<string> used)
    {
        Assert.InRange(used.Distinct().Count(), 0, 1);
        if (before is not (null or ApprovalStatus.Pending) && before != approval.Status)
            Assert.Equal((ApprovalStatus.Approved, true), (before.Value, approval.Status is ApprovalStatus.Used or ApprovalStatus.Withdrawn));
        Assert.All(approval.Votes, vote => Assert.True(vote.At < approval.ExpiresAt && vote.By is "approver/ann" or "approver/bob" or "approver/cat" or "operator/fire", $"{vote.By} at {vote.At}"));
        if (used.Count > 0) Assert.Equal(ApprovalStatus.Used, approval.Status);
        if (approval.Status is ApprovalStatus.Approved or ApprovalStatus.Used)
        {
            var agreed = approval.Votes.Where(static v => v.Decision == ApprovalDecision.Approve).Select(static v => v.By).Distinct().Count();
            Assert.True(agreed >= request.Rule.Count || approval.Votes[^1].IsBreakGlass);
            Assert.DoesNotContain(approval.Votes, static v => v.Decision == ApprovalDecision.Deny);
        }

        return approval.Status;
    }

    /// <summary>Some of the next operations fail before they are done, or after.</summary>
    private static void Break(ApprovalWorld world, Random random)
    {
        var (before, after) = (random.Next(40), random.Next(20));
        world.Store.Before = () => Interlocked.Decrement(ref before) == 0 ? throw new DocumentStoreUnavailableException("killed before") : Task.CompletedTask;
        world.Store.AfterBatch = () => Interlocked.Decrement(ref after) == 0 ? throw new DocumentStoreUnavailableException("killed after") : Task.CompletedTask;
    }

    private static Func<Task> Act(ApprovalWorld world, Approval approval, Random random, List<string> used)
    {
        var person = People[random.Next(People.Length)];
        var decision = random.Next(6) == 0 ? ApprovalDecision.Deny : ApprovalDecision.Approve;
        var key = $"use-{random.Next(3)}";
        return random.Next(12) switch
        {
            < 6 => () => Guarded(() => world.TryDecideAsync(person, approval, decision, "because", breakGlass: person == "fire" && key == "use-0")),
            < 9 => () => Guarded(async () =>
            {
                var outcome = await world.UseAsync(approval, key);
                if (outcome.Value is not null) lock (used) used.Add(key);
                return outcome;
            }),
            9 => () => Guarded(async () =>
            {
                if (key == "use-0") await world.Approvals.WithdrawAsync("default", approval.Request.RunId!, "over", CancellationToken.None);
                return default;
            }),
            10 => () => Guarded(async () => await world.Approvals.RequestAsync(approval.Request, CancellationToken.None)),
            _ => () => Guarded(async () =>
            {
                await world.RunJobAsync();
                return default;
            }),
        };
    }

    private static async Task Guarded(Func<Task<Outcome<Approval>>> act)
    {
        try
        {
            await act();
        }
        catch (Exception exception) when (exception is DocumentStoreUnavailableException or Xunit.Sdk.XunitException)
        {
            // Killed there, or refused at the door for the same reason.
        }
    }
}
