using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>
/// Random interleavings of everything that happens to a ledger, checked after every step and at the end. A failing case is shrunk to commands none of which can be left out, and told in words. Opens one store a case.
/// </summary>
/// <param name="open">Opens an empty store.</param>
/// <param name="configure">Settings of all processes; null for the defaults, without blocks.</param>
public sealed class LedgerProperty(Func<TimeProvider, Task<(IDocumentStore Store, Func<ValueTask> Close)>> open, Action<LedgerOptions>? configure = null)
{
    /// <summary>90 seconds before a month ends.</summary>
    private static readonly DateTimeOffset Start = new(2026, 3, 31, 23, 58, 30, TimeSpan.Zero);

    /// <summary>Calls so far that drew from blocks.</summary>
    public int Drawn { get; private set; }

    /// <summary>Throws with the shortest failing case if there is one.</summary>
    public async Task RunAsync(int seed, int length)
    {
        var random = new Random(seed);
        var commands = Enumerable.Range(0, length).Select(_ => LedgerCommand.Next(random, configure is not null)).ToList();
        if (await FailureAsync(commands) is not { } failure) return;
        (commands, failure) = await ShrinkAsync(commands, failure);
        Assert.Fail($"Seed {seed}, shrunk to {commands.Count} commands: {string.Join(", ", commands)}\n{failure}");
    }

    private async Task<(List<LedgerCommand> Commands, string Failure)> ShrinkAsync(List<LedgerCommand> commands, string failure)
    {
        for (var part = commands.Count / 2; part > 0;)
        {
            var isShorter = false;
            for (var at = 0; at < commands.Count;)
            {
                var without = commands.Where((_, i) => i < at || i >= at + part).ToList();
                if (await FailureAsync(without) is { } other) (commands, failure, isShorter) = (without, other, true);
                else at += part;
            }

            if (part > 1 || !isShorter) part /= 2;
        }

        return (commands, failure);
    }

    private async Task<string?> FailureAsync(List<LedgerCommand> commands)
    {
        var time = new FakeTimeProvider(Start);
        var (store, close) = await open(time);
        using var world = new LedgerWorld(store, time, configure);
        try
        {
            foreach (var command in commands) await world.StepAsync(command);
            await LedgerQuiescence.CheckAsync(world);
            Drawn += world.Calls.Count(static call => call.Reservation?.Shard is not null);
            return null;
        }
#pragma warning disable CA1031 // Whatever a case meets is what it fails with.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return $"{string.Join('\n', world.Trace)}\n{exception}";
        }
        finally
        {
            await close();
        }
    }
}
