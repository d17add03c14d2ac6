using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.Tests.Resources;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>A restore was cut short, and its operator takes another backup instead of going on.</summary>
public sealed class RestoreAfterAnotherTests : RestoreTestBase
{
    [Fact]
    public async Task Restore_OfAnotherBackup_KeepsWhatTheFirstOneBroughtForward()
    {
        await using var host = await SeedAsync();
        var a = await host.IssueAsync("a", "agent-a");
        await BackUpAsync();
        await host.Keys.RevokeAsync(ControlHost.Actor, "a", None);
        // As after the kill: the damaged database made room, what was taken away is in the file that took its place.
        Marker("documents.db").Write(Folder.Data);

        var report = await RestoreAsync();

        Assert.Equal("invalid_api_key", await host.VerdictAsync(a));
        Assert.Empty(Directory.EnumerateFiles(Folder.Data, "*.damaged-*"));
        Assert.DoesNotContain(report.Notes, note => note.Contains("was damaged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Restore_OfAnotherBackup_StillMovesADamagedFileAside()
    {
        await using (await SeedAsync()) await BackUpAsync();
        await File.WriteAllBytesAsync(Path.Combine(Folder.Data, "documents.db"), [.. Enumerable.Repeat((byte)7, 8192)]);
        Marker().Write(Folder.Data);

        var report = await RestoreAsync();

        Assert.Contains(report.Notes, note => note.Contains("documents.db was damaged", StringComparison.Ordinal));
    }

    private RestoreMarker Marker(params string[] done) => new()
    {
        Id = "1",
        Backup = Folder.Sub("first"),
        BackupCreatedAt = Time.GetUtcNow(),
        StartedAt = Time.GetUtcNow(),
        Phase = RestoreMarker.Copying,
        FilesDone = done,
        Damaged = ["documents.db"],
    };
}
