using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>Instances survive SIGKILL at any moment: all complete, and a result that was recorded is never replaced.</summary>
public sealed class WorkflowKillTests(ITestOutputHelper output) : IDisposable
{
    private const int AtOnce = 4;
    private const int Many = 200;
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
        await RunAsync(first: Kills * AtOnce, count: 1, killAfter: null);

        _record.Verify();
        output.WriteLine($"{Kills} kills, {_record.Instances} instances, {_record.Calls} calls");
    }

    [Fact]
    public async Task Kill_OneOfTwo_TheOtherCompletesEverything()
    {
        using var first = WorkerProcess.Start("flows", _folder.Data, "0", $"{Many}");
        await first.ExpectReadyAsync();
        await ReadAsync(first, static line => line == $"kept {Many - 1} ok");
        using var second = WorkerProcess.Start("flows", _folder.Data, $"{Many}", $"{AtOnce}");
        await second.ExpectReadyAsync();

        var seen = 0;
        var cut = ReadAsync(first, line => ++seen == 100);
        var rest = ReadAsync(second, static _ => false);
        Assert.NotEqual("done", await cut);
        first.Kill();
        await ReadAsync(first, static _ => false);

        Assert.Equal("done", await rest);
        _record.Verify();
        Assert.Equal(Many + AtOnce, _record.Instances);
    }

    private async Task RunAsync(int first, int count, int? killAfter)
    {
        using var worker = WorkerProcess.Start("flows", _folder.Data, $"{first}", $"{count}");
        await worker.ExpectReadyAsync();
        var seen = 0;
        var last = await ReadAsync(worker, _ => ++seen == killAfter);
        if (killAfter is null)
            Assert.Equal("done", last);
        // What it had printed is still in the pipe.
        worker.Kill();
        await ReadAsync(worker, static _ => false);
        await worker.WaitForExitAsync();
    }

    /// <summary>Reads to a line, or to the end; answers the last line.</summary>
    private async Task<string?> ReadAsync(WorkerProcess worker, Func<string, bool> isEnough)
    {
        string? last = null;
        while (await worker.ReadLineAsync() is { } line)
        {
            last = line;
            lock (_record)
                _record.Take(line);
            if (isEnough(line))
                break;
        }
        return last;
    }
}
