using System.Text.Json;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.Tests.DataFolders;
using AgentFunctions.Embedded.Tests.Resources;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>What a restore needs and leaves in the folder: a sound backup, a marker, the journal; a damaged or missing database.</summary>
public sealed class RestoreFolderTests : RestoreTestBase
{
    [Fact]
    public async Task Restore_Marker_SaysWhatHappened()
    {
        await using var host = await SeedAsync();
        await BackUpAsync();
        Time.Advance(TimeSpan.FromHours(1));
        await host.Keys.RevokeAsync(ControlHost.Actor, "unused", None);

        var report = await RestoreAsync();

        using var marker = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Folder.Data, "restore.json")));
        Assert.Equal("done", marker.RootElement.GetProperty("phase").GetString());
        Assert.Equal(Time.GetUtcNow(), marker.RootElement.GetProperty("finishedAt").GetDateTimeOffset());
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero), marker.RootElement.GetProperty("backupCreatedAt").GetDateTimeOffset());
        Assert.Equal("documents.db", marker.RootElement.GetProperty("filesDone").EnumerateArray().Last().GetString());
        Assert.Equal(report.Before, marker.RootElement.GetProperty("before").GetString());
        Assert.Equal(report.Notes.Count, marker.RootElement.GetProperty("notes").GetArrayLength());
        await BackupReader.VerifyAsync(report.Before!, None);
    }

    [Fact]
    public async Task Restore_WithoutTheDatabase_KeepsWhatTheJournalHas()
    {
        string a, b;
        await using (var host = await SeedAsync())
        {
            (a, b) = (await host.IssueAsync("a", "agent-a"), await host.IssueAsync("b", "agent-b"));
            await BackUpAsync();
            await host.Keys.RevokeAsync(ControlHost.Actor, "a", None);
            await RelayAsync(host);
        }

        foreach (var file in Directory.EnumerateFiles(Folder.Data, "documents.db*")) File.Delete(file);
        await RestoreAsync();

        await using var restored = await ControlHost.OpenAsync(Folder.Data, Time);
        Assert.Equal("invalid_api_key", await restored.VerdictAsync(a));
        Assert.Equal("ok", await restored.VerdictAsync(b));
    }

    [Fact]
    public async Task Journal_RelayedTwice_HasEachRecordOnce()
    {
        await using var host = await SeedAsync();
        await host.IssueAsync("a", "agent-a");
        await host.Keys.RevokeAsync(ControlHost.Actor, "a", None);

        await RelayAsync(host);
        await RelayAsync(host);
        await using var another = await ControlHost.OpenAsync(Folder.Data, Time);
        await RelayAsync(another);

        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Folder.Data, "restrictions.jsonl")), line => line.Contains("key-revoked", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restore_DamagedDatabase_MakesRoomForTheBackup()
    {
        await using (await SeedAsync()) await BackUpAsync();
        await File.WriteAllBytesAsync(Path.Combine(Folder.Data, "documents.db"), [.. Enumerable.Repeat((byte)7, 8192)]);

        var report = await RestoreAsync();

        Assert.Contains(report.Notes, note => note.Contains("documents.db was damaged", StringComparison.Ordinal));
        await using var restored = await ControlHost.OpenAsync(Folder.Data, Time);
        Assert.NotNull(await restored.FindAsync("agents", "agent-a"));
    }

    [Fact]
    public async Task Restore_DamagedBackup_TouchesNothing()
    {
        await using var host = await SeedAsync();
        await BackUpAsync();
        await host.PutAsync("agents", "later");
        await File.AppendAllTextAsync(Path.Combine(Backup, "documents.db"), "x");

        await Assert.ThrowsAsync<InvalidDataException>(RestoreAsync);

        Assert.NotNull(await host.FindAsync("agents", "later"));
        Assert.False(File.Exists(Path.Combine(Folder.Data, "restore.json")));
    }

    [Fact]
    public async Task Restore_BackupOfTheFormatBefore_IsMigrated()
    {
        FirstFormatFolder.Unpack(Folder.Sub("old"));
        await BackupWriter.WriteAsync(Folder.Sub("old"), Backup, new BackupOptions { IncludeKeys = true, Time = Time }, None);

        var report = await RestoreAsync();

        Assert.Contains(report.Notes, note => note.Contains("format 1", StringComparison.Ordinal));
        await using var restored = await ControlHost.OpenAsync(Folder.Data, Time);
        Assert.NotNull(await restored.FindAsync("teams", "billing"));
        Assert.Equal("ok", await restored.VerdictAsync(FirstFormatFolder.Expected.GetProperty("keys").GetProperty("billing-1").GetString()!));
    }
}
