using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>A restore that was killed runs again from the same marker: what it did already must not be undone.</summary>
public sealed class DamagedFileTests : IDisposable
{
    private const string RestoreId = "1";
    private readonly TemporaryFolder _folder = new();
    private readonly string _live;

    public DamagedFileTests()
    {
        Directory.CreateDirectory(_folder.Data);
        _live = Path.Combine(_folder.Data, "documents.db");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MoveAside_RestoredMeanwhile_LeavesTheRestoredFileItsLog()
    {
        File.WriteAllText(_live, "damaged");
        DamagedFile.MoveAside(_live, RestoreId, []);
        File.WriteAllText(_live, "restored");
        File.WriteAllText(_live + "-wal", "restored, not yet in the file");

        DamagedFile.MoveAside(_live, RestoreId, []);

        Assert.Equal("restored", File.ReadAllText(_live));
        Assert.Equal("restored, not yet in the file", File.ReadAllText(_live + "-wal"));
        Assert.Equal("damaged", File.ReadAllText($"{_live}.damaged-{RestoreId}"));
    }

    [Fact]
    public void MoveAside_CutShortAfterTheLog_MovesTheRest()
    {
        File.WriteAllText(_live, "damaged");
        File.WriteAllText($"{_live}.damaged-{RestoreId}-wal", "its log");

        DamagedFile.MoveAside(_live, RestoreId, []);

        Assert.False(File.Exists(_live));
        Assert.Equal("damaged", File.ReadAllText($"{_live}.damaged-{RestoreId}"));
    }
}
