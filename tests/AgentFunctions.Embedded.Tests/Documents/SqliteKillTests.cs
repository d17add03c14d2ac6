using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.TestKit.Processes;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>What was acknowledged survives SIGKILL at any moment, and nothing is ever half there.</summary>
public sealed class SqliteKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Lanes = 4;
    private readonly TemporaryFolder _folder = new();

    private static int Kills => Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 200 : 20;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_WhileWriting_KeepsAcknowledgedAndWholeBatches()
    {
        var random = new Random(20261122);
        var acknowledged = new long[Lanes];
        for (var kill = 0; kill < Kills; kill++)
        {
            await WriteUntilKilledAsync(afterAcknowledgements: random.Next(1, 120), acknowledged);
            await VerifyAsync(acknowledged);
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

    private async Task VerifyAsync(long[] acknowledged)
    {
        await using var store = TestStores.Create(_folder.Data);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var partition = new DocumentPartition(lane < 2 ? DocumentContainer.Ledger : DocumentContainer.Audit, "default", $"lane-{lane}");
            var ids = await WalkIdsAsync(store, partition);
            var counter = await store.ReadAsync(partition, "counter", CancellationToken.None);
            if (counter.Document is null)
            {
                Assert.True(acknowledged[lane] == 0 && ids.Count == 0, "An acknowledged batch is gone");
                continue;
            }
            using var json = JsonDocument.Parse(counter.Document.Body);
            var count = json.RootElement.GetProperty("n").GetInt64();
            Assert.True(count >= acknowledged[lane], $"Lane {lane}: {acknowledged[lane]} batches acknowledged, {count} found");
            Assert.True(count <= acknowledged[lane] + 1, "At most the one batch in flight may be there without its acknowledgement");
            // The counter tells how many batches there are; each is both of its documents, and there are no others.
            Assert.Equal((2 * count) + 1, ids.Count);
            for (var k = 0L; k < count; k++)
                Assert.True(ids.Contains($"call-{k}") && ids.Contains($"outbox-{k}"), $"Lane {lane}: batch {k} is not whole");
            acknowledged[lane] = count;
        }
    }

    private static async Task<HashSet<string>> WalkIdsAsync(SqliteDocumentStore store, DocumentPartition partition)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var query = new DocumentQuery();
        do
        {
            var page = await store.QueryAsync(partition, query, CancellationToken.None);
            ids.UnionWith(page.Items.Select(document => document.Id));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return ids;
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
