using System.Diagnostics;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Processes;
using Microsoft.Data.Sqlite;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>A store in trouble answers in time, says why, writes nothing by halves and recovers when the trouble is over.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Sessions, "default", "s1");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Locked_BeyondTheBusyTimeout_IsUnavailableThenRecovers()
    {
        await using var store = TestStores.Create(_folder.Data, configure: options => options.BusyTimeout = TimeSpan.FromMilliseconds(300));
        await store.CreateAsync(Partition, Write("before"), CancellationToken.None);
        using (var other = Connect("documents.db"))
        {
            Execute(other, "BEGIN IMMEDIATE");

            var writes = Enumerable.Range(0, 20).Select(i => store.CreateAsync(Partition, Write($"d{i}"), CancellationToken.None).AsTask()).ToList();
            var failures = await Task.WhenAll(writes.Select(write => Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => write)));

            Assert.All(failures, failure => Assert.Contains("'documents.db'", failure.Message, StringComparison.Ordinal));
            // Readers do not wait for writers.
            Assert.True((await store.ReadAsync(Partition, "before", CancellationToken.None)).IsOk);
            Execute(other, "ROLLBACK");
        }

        Assert.True((await store.CreateAsync(Partition, Write("d0"), CancellationToken.None)).IsOk);
        Assert.Equal(2, (await store.QueryAsync(Partition, new DocumentQuery(), CancellationToken.None)).Items.Count);
    }

    [Fact]
    public async Task Write_FileWasRemoved_IsRefusedAndBeginsNoEmptyStore()
    {
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, Write("before"), CancellationToken.None);
        File.Delete(Path.Combine(_folder.Data, "documents.db"));

        for (var i = 0; i < 2; i++)
        {
            var failure = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => store.CreateAsync(Partition, Write($"after{i}"), CancellationToken.None).AsTask());
            Assert.Contains("removed", failure.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Path.Combine(_folder.Data, "documents.db")));
    }

    [Fact]
    public async Task Folder_VanishesAndComesBack_RefusesReadsAndWritesMeanwhile()
    {
        var real = _folder.Sub("real");
        Directory.CreateDirectory(real);
        Directory.CreateSymbolicLink(_folder.Data, real);
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, Write("before"), CancellationToken.None);
        Assert.True((await store.ReadAsync(Partition, "before", CancellationToken.None)).IsOk);

        Directory.Delete(_folder.Data);

        await TestKit.TestWait.UntilAsync(async () => !await AnswersAsync(store), "reads are refused within 1 s", TimeSpan.FromSeconds(1));
        var query = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await store.QueryAsync(Partition, new DocumentQuery(), CancellationToken.None));
        Assert.Contains("removed", query.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await store.CreateAsync(Partition, Write("during"), CancellationToken.None));

        Directory.CreateSymbolicLink(_folder.Data, real);

        Assert.True((await store.ReadAsync(Partition, "before", CancellationToken.None)).IsOk);
        Assert.True((await store.CreateAsync(Partition, Write("after"), CancellationToken.None)).IsOk);
        Assert.Equal(["after", "before"], (await store.QueryAsync(Partition, new DocumentQuery(), CancellationToken.None)).Items.Select(document => document.Id));
    }

    [Fact]
    public async Task File_ReplacedByAnother_IsRefusedUntilRestart()
    {
        await using (var other = TestStores.Create(_folder.Sub("other")))
            await other.CreateAsync(Partition, Write("theirs"), CancellationToken.None);
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, Write("ours"), CancellationToken.None);

        File.Move(Path.Combine(_folder.Sub("other"), "documents.db"), Path.Combine(_folder.Data, "documents.db"), overwrite: true);

        var write = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await store.CreateAsync(Partition, Write("more"), CancellationToken.None));
        Assert.Contains("start this process again", write.Message, StringComparison.Ordinal);
        await TestKit.TestWait.UntilAsync(async () => !await AnswersAsync(store), "reads are refused within 1 s", TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Locked_ShortlyByAnother_IsWaitedOut()
    {
        await using var store = TestStores.Create(_folder.Data);
        store.Open();
        using var other = Connect("documents.db");
        Execute(other, "BEGIN IMMEDIATE");

        var write = store.CreateAsync(Partition, Write("a"), CancellationToken.None).AsTask();
        Assert.False(write.IsCompleted);
        Execute(other, "COMMIT");

        Assert.True((await write).IsOk);
    }

    [Fact]
    public async Task Deadline_Passes_AnswersInTime()
    {
        await using var store = TestStores.Create(
            _folder.Data, configure: options => (options.BusyTimeout, options.OperationTimeout) = (TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(200)));
        store.Open();
        using var other = Connect("documents.db");
        Execute(other, "BEGIN IMMEDIATE");
        var started = Stopwatch.GetTimestamp();

        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await store.CreateAsync(Partition, Write("a"), CancellationToken.None));

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(150), TimeSpan.FromSeconds(2.5));
        Execute(other, "COMMIT");
    }

    [Fact]
    public async Task Cancelled_WhileQueued_IsNotWritten()
    {
        await using var store = TestStores.Create(_folder.Data);
        store.Open();
        using var other = Connect("documents.db");
        Execute(other, "BEGIN IMMEDIATE");
        // The first holds the writer up at the lock; the second is still in the queue.
        var first = store.CreateAsync(Partition, Write("a"), CancellationToken.None).AsTask();
        await TestKit.TestWait.UntilAsync(() => !first.IsCompleted, "the first write waits");
        using var cancellation = new CancellationTokenSource();
        var second = store.CreateAsync(Partition, Write("b"), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        Execute(other, "COMMIT");

        Assert.True((await first).IsOk);
        var wasCancelled = false;
        try
        {
            await second;
        }
        catch (OperationCanceledException)
        {
            wasCancelled = true;
        }
        Assert.Equal(wasCancelled ? DocumentStatus.NotFound : DocumentStatus.Ok, (await store.ReadAsync(Partition, "b", CancellationToken.None)).Status);
    }

    [Fact]
    public async Task Full_Disk_IsUnavailableAndHalfOfNothingIsWritten()
    {
        await using var store = TestStores.Create(_folder.Data, configure: options => options.MaxFileBytes = 2 * 1024 * 1024);
        var large = new DocumentWrite("large", Encoding.UTF8.GetBytes($$"""{"t":"{{new string('x', 700_000)}}"}"""));
        await store.CreateAsync(Partition, Write("counter", """{"n":0}"""), CancellationToken.None);
        var written = 0;
        DocumentStoreUnavailableException? failure = null;
        while (failure is null && written < 10)
        {
            BatchOperation[] batch =
                [new BatchOperation.Patch("counter", [new PatchOperation.Increment("n", 1)]), new BatchOperation.Create(large with { Id = $"large-{written}" })];
            try
            {
                Assert.True((await store.ExecuteBatchAsync(Partition, batch, CancellationToken.None)).IsOk);
                written++;
            }
            catch (DocumentStoreUnavailableException exception)
            {
                failure = exception;
            }
        }

        Assert.NotNull(failure);
        Assert.Contains("full", failure.Message, StringComparison.Ordinal);
        Assert.Equal($$"""{"n":{{written}}}""", await TextAsync(store, "counter"));
        Assert.Equal(written + 1, (await store.QueryAsync(Partition, new DocumentQuery(), CancellationToken.None)).Items.Count);
        // Room again: the same store goes on.
        await store.DeleteAsync(Partition, "large-0", null, CancellationToken.None);
        Assert.True((await store.CreateAsync(Partition, large, CancellationToken.None)).IsOk);
    }

    [Fact]
    public async Task Damaged_Header_IsUnavailableForReadsAndWrites()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "documents.db"), new string('x', 8192));
        await using var store = TestStores.Create(_folder.Data);

        var read = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await store.ReadAsync(Partition, "a", CancellationToken.None));
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await store.CreateAsync(Partition, Write("a"), CancellationToken.None));

        Assert.Contains("damaged", read.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_Pages_AreUnavailableAndNeverWrongData()
    {
        await using (var store = TestStores.Create(_folder.Data))
        {
            for (var i = 0; i < 200; i++)
                await store.CreateAsync(Partition, Write($"d{i}", $$"""{"filler":"{{new string('x', 300)}}"}"""), CancellationToken.None);
        }
        await using (var file = new FileStream(Path.Combine(_folder.Data, "documents.db"), FileMode.Open))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)file.Length - 4096).ToArray());
        }

        await using var damaged = TestStores.Create(_folder.Data);
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await damaged.ReadAsync(Partition, "d7", CancellationToken.None));
        await Assert.ThrowsAsync<DocumentStoreUnavailableException>(async () => await damaged.UpsertAsync(Partition, Write("d7"), CancellationToken.None));
        // The other files are not concerned.
        Assert.True((await damaged.CreateAsync(new DocumentPartition(DocumentContainer.Runs, "default", "r1"), Write("a"), CancellationToken.None)).IsOk);
    }

    [Fact]
    public async Task Folder_CannotBeCreated_IsUnavailableAndNamesIt()
    {
        Directory.CreateDirectory(_folder.Data);
        var file = Path.Combine(_folder.Data, "a-file");
        await File.WriteAllTextAsync(file, "");
        await using var store = TestStores.Create(Path.Combine(file, "data"));

        var failure = Assert.Throws<DocumentStoreUnavailableException>(store.Open);

        Assert.Contains(file, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Format_Newer_IsRefusedAndUntouched()
    {
        await using (var store = TestStores.Create(_folder.Data))
            await store.CreateAsync(Partition, Write("a"), CancellationToken.None);
        using (var connection = Connect("documents.db"))
            Execute(connection, "PRAGMA user_version=99");

        await using (var store = TestStores.Create(_folder.Data))
        {
            var failure = Assert.Throws<DocumentStoreUnavailableException>(store.Open);
            Assert.Contains("format 99", failure.Message, StringComparison.Ordinal);
        }
        using (var connection = Connect("documents.db"))
            Execute(connection, "PRAGMA user_version=2");
        await using (var store = TestStores.Create(_folder.Data))
            Assert.True((await store.ReadAsync(Partition, "a", CancellationToken.None)).IsOk);
    }

    [Fact]
    public async Task File_OfSomethingElse_IsRefused()
    {
        Directory.CreateDirectory(_folder.Data);
        using (var connection = Connect("documents.db"))
            Execute(connection, "CREATE TABLE theirs (a)");
        await using var store = TestStores.Create(_folder.Data);

        Assert.Contains("something else", Assert.Throws<DocumentStoreUnavailableException>(store.Open).Message, StringComparison.Ordinal);
    }

    private static async Task<bool> AnswersAsync(AgentFunctions.Embedded.Documents.SqliteDocumentStore store)
    {
        try
        {
            await store.ReadAsync(Partition, "before", CancellationToken.None);
            return true;
        }
        catch (DocumentStoreUnavailableException)
        {
            return false;
        }
    }

    private SqliteConnection Connect(string file)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, file)};Pooling=false");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static DocumentWrite Write(string id, string json = "{}") => new(id, Encoding.UTF8.GetBytes(json));

    private static async Task<string> TextAsync(AgentFunctions.Embedded.Documents.SqliteDocumentStore store, string id) =>
        Encoding.UTF8.GetString((await store.ReadAsync(Partition, id, CancellationToken.None)).Document!.Body.Span);
}
