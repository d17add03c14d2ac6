using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Embedded.Tests.Backups;

public sealed class JournalReadTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Read_WhileAHostAppends_WaitsForIt()
    {
        var journal = new FileRestrictionJournal(_folder.FullPath);
        journal.Append([]);
        Task<int> read;
        await using (new FileStream(_folder.Sub("restrictions.jsonl"), FileMode.Append, FileAccess.Write, FileShare.None))
        {
            read = Task.Run(() => journal.Read().Count);

            // A restore must not fail because a host is writing at that moment.
            await Assert.ThrowsAsync<TimeoutException>(() => read.WaitAsync(TimeSpan.FromMilliseconds(50)));
        }

        Assert.Equal(0, await read);
    }
}
