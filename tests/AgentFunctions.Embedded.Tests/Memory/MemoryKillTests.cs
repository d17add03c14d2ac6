using System.Globalization;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Subjects;
using AgentFunctions.Embedded.Memory;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Memory;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Memory;

/// <summary>SIGKILL while memory is written, merged, superseded, consolidated and erased: nothing is half there, what was acknowledged is kept, and who was erased stays erased.</summary>
public sealed class MemoryKillTests(ITestOutputHelper output) : IDisposable
{
    private const string Tenant = "default";
    private const string Agent = "a";
    private readonly TemporaryFolder _folder = new();
    private readonly HashSet<int> _kept = [];
    private readonly HashSet<int> _erased = [];

    private static int Kills => Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 200 : 20;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_AtAnyMoment_LeavesNothingHalf()
    {
        var random = new Random(20261127);
        for (var kill = 0; kill < Kills; kill++)
        {
            await RunAsync(first: kill * 1000, afterLines: random.Next(1, 12), pause: TimeSpan.FromMilliseconds(random.Next(0, 30)));
            await VerifyAsync();
        }

        Assert.NotEmpty(_erased);
        output.WriteLine($"{Kills} kills, {_kept.Count} rounds kept, {_erased.Count} people erased");
    }

    private async Task RunAsync(int first, int afterLines, TimeSpan pause)
    {
        using var worker = WorkerProcess.Start("memory", _folder.Data, first.ToString(CultureInfo.InvariantCulture));
        await worker.ExpectReadyAsync();
        for (var seen = 0; await worker.ReadLineAsync() is { } line;)
        {
            if (line.Split(' ') is not [var what, var number] || !int.TryParse(number, CultureInfo.InvariantCulture, out var round)) continue;
            (what == "kept" ? _kept : _erased).Add(round);
            if (++seen == afterLines) worker.KillAfter(pause);
        }

        await worker.WaitForExitAsync();
    }

    private async Task VerifyAsync()
    {
        await using var store = TestStores.Create(_folder.Data);
        store.Open();
        await using var process = new MemoryProcess(store, TimeProvider.System, null, _ => new SqliteMemoryCandidates(store, TimeProvider.System), Tenant);
        await MemoryInvariants.VerifyAsync(store, Tenant, Agent);
        await process.ResumeErasuresAsync();
        await process.ConsolidateAsync();
        await MemoryInvariants.VerifyAsync(store, Tenant, Agent);
        var documents = await MemoryInvariants.DocumentsAsync(store, Tenant, Agent);
        foreach (var round in _erased) Assert.DoesNotContain(documents.Values, body => body.Contains($"person {round}\"", StringComparison.Ordinal) || body.Contains($"person {round} ", StringComparison.Ordinal));

        // Whoever was not erased, nor about to be, is remembered, and the index says so too.
        foreach (var round in _kept.Where(static round => round % 3 != 0))
        {
            var subject = SubjectNames.Fold($"person {round}");
            var own = documents.Where(d => d.Key.StartsWith(MemoryRecordJson.IdPrefix, StringComparison.Ordinal)).Select(static d => MemoryRecordJson.Read(System.Text.Encoding.UTF8.GetBytes(d.Value))).Where(r => r.SubjectKey == subject || r.Speaker == subject).ToList();
            Assert.Equal([MemoryState.Active, MemoryState.Active], own.Select(static r => r.State));
        }

        var latest = await process.Search.SearchAsync(new MemorySearchRequest { TenantId = Tenant, Agent = Agent, Query = "What is the number of the gateway?", Kinds = [MemoryKind.Semantic] }, CancellationToken.None);
        Assert.All(latest.Hits, hit => Assert.True(documents.ContainsKey(hit.Record.Id)));
    }
}
