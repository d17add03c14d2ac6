using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>Instances survive SIGKILL at any moment: all complete, and a result that was recorded is never replaced.</summary>
public sealed class WorkflowKillTests(ITestOutputHelper output) : IDisposable
{
    private const int AtOnce = 4;
    private readonly TemporaryFolder _folder = new();
    private readonly FlowRecord _record = new();

    private static int Kills => Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 300 : 20;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_AtAnyMoment_EveryInstanceCompletesWithOneResultAStep()
    {
        var random = new Random(20261126);
        for (var kill = 0; kill < Kills; kill++)
            await RunAsync(first: kill * AtOnce, AtOnce, killAfter: random.Next(1, 75));
        await RunAsync(first: Kills * AtOnce, count: 1, killAfter: int.MaxValue);

        _record.Verify((Kills * AtOnce) + 1);
        output.WriteLine($"{Kills} kills, {(Kills * AtOnce) + 1} instances, {_record.Calls} calls");
    }

    [Fact]
    public async Task Kill_OneOfTwo_TheOtherCompletesEverything()
    {
        using var first = WorkerProcess.Start("flows", _folder.Data, "0", "40");
        await first.ExpectReadyAsync();
        using var second = WorkerProcess.Start("flows", _folder.Data, "40", "40");
        await second.ExpectReadyAsync();

        await Task.WhenAll(ReadAsync(first, killAfter: 100), ReadAsync(second, killAfter: int.MaxValue));

        _record.Verify(80);
    }

    private async Task RunAsync(int first, int count, int killAfter)
    {
        using var worker = WorkerProcess.Start("flows", _folder.Data, $"{first}", $"{count}");
        await worker.ExpectReadyAsync();
        await ReadAsync(worker, killAfter);
    }

    /// <summary>Reads to the end of the output; a killed process's last lines are still in the pipe.</summary>
    private async Task ReadAsync(WorkerProcess worker, int killAfter)
    {
        string? last = null;
        for (var seen = 0; await worker.ReadLineAsync() is { } line; last = line)
        {
            lock (_record)
                _record.Take(line);
            if (++seen == killAfter)
                worker.Kill();
        }
        await worker.WaitForExitAsync();
        if (killAfter == int.MaxValue)
            Assert.Equal("done", last);
    }
}
