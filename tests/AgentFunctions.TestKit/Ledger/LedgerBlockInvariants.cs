using AgentFunctions.Core.Ledger.Blocks;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>What holds of blocks after every step: each document by itself, what the counter says of them, and that nothing that was granted is anywhere else.</summary>
internal static class LedgerBlockInvariants
{
    public static void Check(LedgerWorld world)
    {
        var view = world.View;
        foreach (var (name, use) in view.Uses)
        {
            Assert.True(use.Left == use.Granted - use.Returned - use.Settled - use.Held, $"{name}: {use} does not add up.");
            Assert.True(use is { Left: >= 0, Held: >= 0, Settled: >= 0, Returned: >= 0, Overrun: >= 0 }, $"{name}: {use} is negative.");
            Assert.True(!use.Closed || use.Held == 0, $"{name}: {use} is closed, but something is held of it.");
            var held = view.Holds.Values.SelectMany(static hold => hold.Lines).Where(line => line.Block == name.UseId).Sum(static line => line.Held);
            Assert.True(use.Held == held, $"{name}: {use.Held} held, but the holds there are come to {held}");
            if (view.Grants.TryGetValue(name, out var grant)) Check(name, use, grant);
            else Assert.True(use.Granted == 0 || use is { Closed: true, Due: false }, $"{name}: {use} was granted by nobody.");
        }

        foreach (var (name, grant) in view.Grants) Assert.True(grant is { Closed: true, Outstanding: 0 } || view.Uses.ContainsKey(name), $"{name}: {grant} was granted to nobody.");
        foreach (var (id, counter) in view.Stored)
        {
            var key = LedgerReference.Key(counter);
            if (LedgerInvariants.IsPast(counter.Window, world.Time.GetUtcNow())) continue;
            var outstanding = view.Grants.Where(grant => grant.Key.CounterId == id).Sum(static grant => grant.Value.Outstanding);
            Assert.True(counter.Blocks == outstanding, $"{key}: {counter.Blocks} held for blocks, but those there are come to {outstanding}");
            var direct = view.Holds.Values.SelectMany(static hold => hold.Lines).Where(line => line.TargetId == id).Sum(static line => line.Held);
            Assert.True(counter.Held == counter.Blocks + direct, $"{key}: {counter.Held} held, but {counter.Blocks} are for blocks and {direct} by calls");
            if (world.MostOffered.TryGetValue(key, out var most))
                Assert.True(counter.Settled + counter.Held <= most + counter.Overrun, $"{key}: {counter.Settled} settled + {counter.Held} held, blocks included, exceed {most} + {counter.Overrun} overrun");
        }
    }

    private static void Check(BlockName name, StoredUse use, StoredGrant grant)
    {
        Assert.True(use.Granted <= grant.Granted, $"{name}: {use} knows of more than {grant}");
        Assert.True(grant.Returned <= use.Returned, $"{name}: {grant} got back more than {use} gave");
        Assert.True(grant.Outstanding >= use.Held + use.Left - Math.Max(0, grant.Settled - use.Settled), $"{name}: {grant} holds less than {use} has");
        Assert.True(use.Due || (grant.Says(use) && use.Closed), $"{name}: {grant} and {use} differ, and nobody is told to look.");
    }
}
