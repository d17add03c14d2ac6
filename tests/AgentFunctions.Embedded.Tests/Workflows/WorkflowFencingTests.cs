using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>Who is silent for longer than its lease is taken over from, and writes nothing when it goes on.</summary>
public sealed class WorkflowFencingTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(3);

    /// <summary>Time to look, start the activity again and print it on a busy machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stop_PastTheLease_ContinuedProcessWritesNothing()
    {
        using var stopped = WorkerProcess.Start("hold", _folder.Data);
        await ExpectAsync(stopped, "ready", "held");
        stopped.Signal("STOP");

        using var other = WorkerProcess.Start("hold", _folder.Data);
        await ExpectAsync(other, "ready", "held");
        other.Go();
        await ExpectAsync(other, "released");
        var ended = await other.ReadLineAsync();
        Assert.Matches("^ended [0-9]+$", ended);
        Assert.Equal(0, await other.WaitForExitAsync());
        var written = History();

        // The activity that was under way returns a result, which is another process's: its own id.
        stopped.Go();
        stopped.Signal("CONT");
        string?[] last = [await stopped.ReadLineAsync(), await stopped.ReadLineAsync()];
        Assert.Equal([ended, "released"], last.Order(StringComparer.Ordinal));
        Assert.Equal(0, await stopped.WaitForExitAsync());

        Assert.Equal(written, History());
    }

    [Fact]
    public async Task Kill_WithAnActivityUnderWay_TheOtherTakesOverWithinTheLease()
    {
        using var killed = WorkerProcess.Start("hold", _folder.Data);
        await ExpectAsync(killed, "ready", "held");
        using var other = WorkerProcess.Start("hold", _folder.Data);
        await ExpectAsync(other, "ready");

        killed.Kill();
        var since = TimeProvider.System.GetTimestamp();
        await ExpectAsync(other, "held");
        var took = TimeProvider.System.GetElapsedTime(since);
        output.WriteLine($"taken over after {took.TotalSeconds:0.0} s");

        Assert.True(took < Lease + Slack, $"taken over after {took}");
        other.Go();
        await ExpectAsync(other, "released");
        Assert.Matches("^ended [0-9]+$", await other.ReadLineAsync());
    }

    private static async Task ExpectAsync(WorkerProcess worker, params string[] lines)
    {
        foreach (var line in lines)
            Assert.Equal(line, await worker.ReadLineAsync());
    }

    /// <summary>The whole history, byte for byte, with the state of the instance.</summary>
    private List<string> History()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, "runs.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT hex(body) FROM workflow_history UNION ALL SELECT id || ' ' || status || ' ' || epoch || ' ' || updated || ' ' || hex(output) FROM workflow_instances UNION ALL SELECT 'message ' || seq FROM workflow_messages ORDER BY 1";
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.Add(reader.GetString(0));
        Assert.NotEmpty(rows);
        return rows;
    }
}
