using System.Globalization;
using AgentFunctions.TestKit.Processes;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>What was acknowledged survives SIGKILL at any moment, and nothing is ever half there.</summary>
public sealed class SqliteKillTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static int Kills => Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 200 : 20;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_WhileWriting_KeepsAcknowledgedAndWholeBatches()
    {
        var random = new Random(20261122);
        var acknowledged = new long[AckLanes.Count];
        for (var kill = 0; kill < Kills; kill++)
        {
            await WriteUntilKilledAsync(afterAcknowledgements: random.Next(1, 120), acknowledged);
            await AckLanes.VerifyAsync(_folder.Data, acknowledged, inFlight: 1);
        }
        output.WriteLine($"{Kills} kills, {acknowledged.Sum()} acknowledged batches, none lost, none half");
        VerifyIntegrity("ledger.db");
        VerifyIntegrity("records.db");
    }

    private async Task WriteUntilKilledAsync(int afterAcknowledgements, long[] acknowledged)
    {
        using var worker = WorkerProcess.Start("acks", _folder.Data);
        await worker.ExpectReadyAsync();
        for (var seen = 0; await worker.ReadLineAsync() is { } line;)
        {
            // A line cut by the kill is no acknowledgement anybody received.
            if (line.Split(' ') is not ["ack", var lane, var k] || !int.TryParse(lane, CultureInfo.InvariantCulture, out var index))
                continue;
            if (long.TryParse(k, CultureInfo.InvariantCulture, out var number) && number == acknowledged[index])
                acknowledged[index] = number + 1;
            if (++seen == afterAcknowledgements)
                worker.Kill();
        }
        await worker.WaitForExitAsync();
    }

    private void VerifyIntegrity(string file)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, file)};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
    }
}
