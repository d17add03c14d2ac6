using System.Globalization;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>A backup is whole or not there, says what it holds, and is checked before it is used.</summary>
public sealed class BackupTests : IDisposable
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Resources, "default");
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.Sub("backups/one");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_OpenStore_HoldsWhatWasCommitted()
    {
        await using var store = await SeedAsync();

        var written = await BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions(), CancellationToken.None);

        Assert.Contains(written.Files, file => file.Name == "documents.db");
        Assert.False(written.IncludesKeys);
        Assert.Equal(BackupDescription.WithoutKeys, written.Note);
        Assert.NotNull(written.SecretsKeyDigest);
        var read = await BackupReader.VerifyAsync(Target, CancellationToken.None);
        Assert.Equal(written.Files, read.Files);
        Assert.False(File.Exists(Path.Combine(Target, "secrets.key")));
        Assert.False(Directory.Exists(Target + ".partial"));
        await using var copy = TestStores.Create(Target);
        Assert.Equal(["a", "b"], (await copy.QueryAsync(Partition, new DocumentQuery(), CancellationToken.None)).Items.Select(document => document.Id));
    }

    [Fact]
    public async Task Write_Files_AreTheirOwnersAlone()
    {
        if (OperatingSystem.IsWindows()) return;
        await using var store = await SeedAsync();

        await BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions { IncludeKeys = true }, CancellationToken.None);

        Assert.True(File.Exists(Path.Combine(Target, "secrets.key")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Target));
        foreach (var file in Directory.EnumerateFiles(Target))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Write_TargetInUse_IsRefusedAndUntouched()
    {
        await using var store = await SeedAsync();
        Directory.CreateDirectory(Target);
        await File.WriteAllTextAsync(Path.Combine(Target, "mine"), "");

        var refused = await Assert.ThrowsAsync<IOException>(() => BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions(), CancellationToken.None));

        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["mine"], Directory.EnumerateFiles(Target).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Write_EmptyTarget_IsTaken()
    {
        await using var store = await SeedAsync();
        Directory.CreateDirectory(Target);

        await BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions(), CancellationToken.None);

        await BackupReader.VerifyAsync(Target, CancellationToken.None);
    }

    [Fact]
    public async Task Write_NoData_IsRefusedAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder.Data);

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions(), CancellationToken.None));

        Assert.False(Directory.Exists(Target));
        Assert.False(Directory.Exists(Target + ".partial"));
    }

    [Fact]
    public async Task Write_DamagedStore_NamesItAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllBytesAsync(Path.Combine(_folder.Data, "documents.db"), [.. Enumerable.Repeat((byte)7, 8192)]);

        var refused = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions(), CancellationToken.None));

        Assert.Contains("documents.db", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Sub("backups")));
    }

    [Fact]
    public async Task Write_WhileAnotherProcessWrites_HasEveryAcknowledgedBatchWhole()
    {
        using var worker = WorkerProcess.Start("acks", _folder.Data);
        await worker.ExpectReadyAsync();
        var acknowledged = new long[AckLanes.Count];
        for (var i = 0; i < 3; i++)
        {
            for (var seen = 0; seen < 100; seen++)
            {
                if ((await worker.ReadLineAsync())!.Split(' ') is ["ack", var lane, var k])
                    acknowledged[int.Parse(lane, CultureInfo.InvariantCulture)] = long.Parse(k, CultureInfo.InvariantCulture) + 1;
            }

            var target = _folder.Sub($"backup-{i}");
            await BackupWriter.WriteAsync(_folder.Data, target, new BackupOptions(), CancellationToken.None);

            await BackupReader.VerifyAsync(target, CancellationToken.None);
            await AckLanes.VerifyAsync(target, [.. acknowledged], inFlight: long.MaxValue);
        }
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("shorter")]
    [InlineData("missing")]
    [InlineData("description")]
    [InlineData("no description")]
    [InlineData("name")]
    public async Task Verify_Damage_IsNamed(string damage)
    {
        await using var store = await SeedAsync();
        await BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions(), CancellationToken.None);
        var (file, description) = (Path.Combine(Target, "documents.db"), Path.Combine(Target, "backup.json"));
        var named = damage is "description" or "no description" ? "backup.json" : "documents.db";
        switch (damage)
        {
            case "changed":
                var bytes = await File.ReadAllBytesAsync(file);
                bytes[^100] ^= 1;
                await File.WriteAllBytesAsync(file, bytes);
                break;
            case "shorter":
                await File.WriteAllBytesAsync(file, (await File.ReadAllBytesAsync(file))[..^4096]);
                break;
            case "missing":
                File.Delete(file);
                break;
            case "description":
                await File.WriteAllTextAsync(description, "{");
                break;
            case "name":
                await File.WriteAllTextAsync(description, (await File.ReadAllTextAsync(description)).Replace("\"documents.db\"", "\"../documents.db\"", StringComparison.Ordinal));
                break;
            default:
                File.Delete(description);
                break;
        }

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => BackupReader.VerifyAsync(Target, CancellationToken.None));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_NewerFormat_IsRefused()
    {
        await using var store = await SeedAsync();
        await BackupWriter.WriteAsync(_folder.Data, Target, new BackupOptions(), CancellationToken.None);
        var description = Path.Combine(Target, "backup.json");
        await File.WriteAllTextAsync(
            description,
            (await File.ReadAllTextAsync(description)).Replace($"\"dataFormat\": {DataFolderFormat.Current}", "\"dataFormat\": 99", StringComparison.Ordinal));

        var refused = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => BackupReader.VerifyAsync(Target, CancellationToken.None));

        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
    }

    private async Task<AgentFunctions.Embedded.Documents.SqliteDocumentStore> SeedAsync()
    {
        var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, new DocumentWrite("a", Encoding.UTF8.GetBytes("{}")), CancellationToken.None);
        await store.CreateAsync(Partition, new DocumentWrite("b", Encoding.UTF8.GetBytes("{}")), CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "secrets.key"), new string('k', 32));
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "format.json"), $$"""{"format":{{DataFolderFormat.Current}},"product":"0.0.1","at":"2026-01-01T00:00:00+00:00"}""");
        return store;
    }
}
