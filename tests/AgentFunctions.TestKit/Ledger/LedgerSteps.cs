using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Usage;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>Does what a command says.</summary>
internal static class LedgerSteps
{
    private static readonly double[] Spans = [0.4, 1, 5, 12, 25, 61, 130, 700, 3_700, 86_400];

    public static async Task RunAsync(LedgerWorld world, LedgerCommand command)
    {
        var random = new Random(command.Seed);
        var slot = random.Next(world.Processes.Length);
        var process = world.Processes[slot];
        switch (command.Kind)
        {
            case LedgerCommandKind.Reserve: await LedgerCallSteps.ReserveAsync(world, process, random); break;
            case LedgerCommandKind.Extend: await LedgerAttemptSteps.ExtendAsync(world, random); break;
            case LedgerCommandKind.Renew: await LedgerAttemptSteps.RenewAsync(world, random); break;
            case LedgerCommandKind.Grow: await LedgerGrowSteps.GrowAsync(world, random); break;
            case LedgerCommandKind.Settle: await LedgerCallSteps.SettleAsync(world, random); break;
            case LedgerCommandKind.Replay: await ReplayAsync(world, random); break;
            case LedgerCommandKind.Advance: await AdvanceAsync(world, random); break;
            case LedgerCommandKind.Sweep: await SweepAsync(world, process); break;
            case LedgerCommandKind.EditLimit: world.Trace.Add($"edit: {world.Limits.Edit(random, world)}"); break;
            case LedgerCommandKind.Keep:
                world.Trace.Add($"process {slot} keeps its blocks");
                await process.KeepAsync(isLast: random.Next(8) == 0);
                break;
            case LedgerCommandKind.Crash or LedgerCommandKind.Leave:
                world.Trace.Add($"process {slot} {(command.Kind == LedgerCommandKind.Leave ? "stops" : "is killed")}");
                await world.ReplaceAsync(slot, command.Kind == LedgerCommandKind.Leave);
                break;
            case LedgerCommandKind.Drain:
                world.Trace.Add($"process {slot} tries {process.Queue.Count} settlements again");
                await process.DrainAsync();
                break;
            default:
                var (passing, isDone) = (random.Next(world.HasBlocks ? 12 : 3), random.Next(2) == 0);
                process.Store.Arm(passing, isDone);
                world.Trace.Add($"process {slot} will lose {(isDone ? "the answer of" : "")} operation {passing + 1} from now");
                break;
        }
    }

    private static async Task ReplayAsync(LedgerWorld world, Random random)
    {
        var ended = world.Calls.FindAll(call => call.State == LedgerCallState.Ended && world.Processes.Contains(call.Process));
        if (ended.Count == 0) return;
        var call = ended[random.Next(ended.Count)];
        IReadOnlyList<AttemptUsage> attempts = [.. call.NotCharged];
        if (random.Next(2) == 0)
        {
            world.Trace.Add($"settle {call.Id} once more, by the queue");
            call.Process.Queue.Enqueue(call.Reservation!, attempts);
            return;
        }

        var isOpen = world.View.Holds.ContainsKey(call.Id) || world.View.Estimates.ContainsKey(call.Id);
        var before = world.View.Fingerprint;
        try
        {
            var result = await call.Process.Ledger.SettleAsync(call.Reservation!, attempts, CancellationToken.None);
            world.Trace.Add($"settle {call.Id} once more: {result.Outcome}");
            if (isOpen) return;
            await world.LookAsync();
            Assert.Equal(SettleOutcome.AlreadySettled, result.Outcome);
            Assert.True(before == world.View.Fingerprint, $"Settling {call.Id} again changed something.");
        }
        catch (DocumentStoreUnavailableException)
        {
            world.Trace.Add($"settle {call.Id} once more: lost");
        }
    }

    private static async Task AdvanceAsync(LedgerWorld world, Random random)
    {
        var seconds = Spans[Math.Min(random.Next(Spans.Length), random.Next(Spans.Length))];
        world.Advance(TimeSpan.FromSeconds(seconds));
        var showing = world.Processes.Where(_ => random.Next(3) > 0).ToList();
        world.Trace.Add($"{seconds} s pass; alive: {string.Join(", ", showing.Select(process => Array.IndexOf(world.Processes, process)))}");
        foreach (var process in showing)
        {
            try
            {
                await process.ShowAsync();
            }
            catch (DocumentStoreUnavailableException)
            {
                // It seems dead for a while.
            }
        }
    }

    private static async Task SweepAsync(LedgerWorld world, LedgerProcess process)
    {
        var (before, alive) = (world.View, new HashSet<string>());
        foreach (var owner in before.Holds.Values.Select(static hold => hold.Owner).Distinct())
            if (await LedgerProcess.IsAliveAsync(world.Store, owner)) alive.Add(owner);
        try
        {
            world.Trace.Add($"sweep: {await process.Ledger.SweepAsync(LedgerView.Tenant, CancellationToken.None)}");
        }
        catch (DocumentStoreUnavailableException)
        {
            world.Trace.Add("sweep: lost");
            return;
        }

        await world.LookAsync();
        foreach (var (id, hold) in before.Holds)
        {
            var isDue = before.Leases[id] <= world.Time.GetUtcNow().ToUnixTimeSeconds() || !alive.Contains(hold.Owner);
            Assert.True(isDue != world.View.Holds.ContainsKey(id), $"{id} was {(isDue ? "not " : "")}swept.");
        }
    }
}
