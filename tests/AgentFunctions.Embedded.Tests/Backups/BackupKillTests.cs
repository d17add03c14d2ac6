using System.Diagnostics;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>SIGKILL at any moment of a backup leaves a whole one or none; of a restore, a folder that is as before, or restored, or says that it is neither and goes on with the same command.</summary>
public sealed class BackupKillTests(ITestOutputHelper output) : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();

    private static int Kills => Environment.GetEnvironmentVariable("AGENTFUNCTIONS_TEST_FULL") == "1" ? 200 : 20;

    private string Target => _folder.Sub("target");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kill_WhileBackingUp_LeavesAWholeBackupOrNone()
    {
        await using var store = await OpenAsync(generation: 1);
        var (random, whole, partial, none) = (new Random(20261125), 0, 0, 0);
        var duration = await MeasureAsync("backup", Target);
        for (var kill = 0; kill < Kills; kill++)
        {
            Clear(Target);
            // Every other kill waits for the copy itself; the rest falls anywhere, also before and after.
            if (kill % 2 == 0) await KillAsync("backup", Target, duration * random.NextDouble());
            else await KillAsync("backup", Target, duration * random.NextDouble() / 4, () => Directory.Exists(Target + BackupTarget.PartialSuffix));

            if (Directory.Exists(Target))
            {
                whole++;
            }
            else
            {
                _ = Directory.Exists(Target + BackupTarget.PartialSuffix) ? partial++ : none++;
                await Assert.ThrowsAsync<InvalidDataException>(() => BackupReader.VerifyAsync(Target, None));
                await Assert.ThrowsAsync<InvalidDataException>(() => BackupReader.VerifyAsync(Target + BackupTarget.PartialSuffix, None));
                await BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions(), None);
            }

            Assert.False(Directory.Exists(Target + BackupTarget.PartialSuffix));
            await BackupReader.VerifyAsync(Target, None);
            await using var copy = TestStores.Create(Target);
            Assert.All(await GenerationFolder.ReadAsync(copy), generation => Assert.Equal(1, generation));
        }

        output.WriteLine($"{Kills} kills of a backup of {duration.TotalMilliseconds:0} ms: {whole} whole, {partial} recognised as unfinished, {none} not begun");
        Assert.True(partial > 0, "no kill met a backup under way");
    }

    [Fact]
    public async Task Kill_WhileRestoring_NeverLeavesAMixtureInUse()
    {
        // Stays open, as a host that runs.
        await using var store = await OpenAsync(generation: 1);
        await BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions { IncludeKeys = true }, None);
        await GenerationFolder.WriteAsync(store, 2);
        var (random, before, after, between) = (new Random(20261126), 0, 0, 0);
        var duration = await MeasureAsync("restore", Target);
        var copying = RestoreMarker.Read(_folder.Data) is { FinishedAt: { } end } measured ? end - measured.StartedAt : duration;
        for (var kill = 0; kill < Kills; kill++)
        {
            await GenerationFolder.WriteAsync(store, 2);
            Clear(Path.Combine(_folder.Data, BackupFolders.Name));
            // Most of a restore is the backup before it; every other kill waits for what comes then.
            if (kill % 2 == 0) await KillAsync("restore", Target, duration * random.NextDouble());
            else await KillAsync("restore", Target, copying * random.NextDouble(), () => RestoreMarker.Read(_folder.Data) is { IsUnfinished: true });

            var generations = await GenerationFolder.ReadAsync(store);
            if (RestoreMarker.Read(_folder.Data) is { IsUnfinished: true } marker)
            {
                between++;
                await BackupReader.VerifyAsync(marker.Before!, None);
                var refused = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => DataFolderFormat.PrepareAsync(_folder.Data, [], store, TimeProvider.System, None));
                Assert.Contains("restore --data", refused.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Single(generations.Distinct());
                _ = generations[0] == 2 ? before++ : after++;
            }

            var report = await RestoreRunner.RunAsync(_folder.Data, Target, new RestoreHooks(), None);
            Assert.All(await GenerationFolder.ReadAsync(store), generation => Assert.Equal(1, generation));
            await BackupReader.VerifyAsync(report.Before!, None);
            await DataFolderFormat.PrepareAsync(_folder.Data, [], store, TimeProvider.System, None);
        }

        output.WriteLine($"{Kills} kills of a restore of {duration.TotalMilliseconds:0} ms: {before} as before, {after} restored, {between} between, refused and gone on with");
        Assert.True(between > 0, "no kill met a restore under way");
    }

    private async Task<SqliteDocumentStore> OpenAsync(int generation)
    {
        Directory.CreateDirectory(_folder.Data);
        var store = TestStores.Create(_folder.Data);
        await DataFolderFormat.PrepareAsync(_folder.Data, [], store, TimeProvider.System, None);
        await GenerationFolder.WriteAsync(store, generation);
        return store;
    }

    private async Task<TimeSpan> MeasureAsync(string command, string other)
    {
        using var worker = WorkerProcess.Start(command, _folder.Data, other);
        await worker.ExpectReadyAsync();
        var started = Stopwatch.GetTimestamp();
        worker.Go();
        Assert.Equal(0, await worker.WaitForExitAsync());
        return Stopwatch.GetElapsedTime(started);
    }

    private async Task KillAsync(string command, string other, TimeSpan after, Func<bool>? begins = null)
    {
        using var worker = WorkerProcess.Start(command, _folder.Data, other);
        await worker.ExpectReadyAsync();
        worker.Go();
        while (begins?.Invoke() == false && !worker.IsDoneWithin(TimeSpan.FromMilliseconds(1)))
        {
        }

        worker.KillAfter(after);
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
