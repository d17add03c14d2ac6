using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.TestKit.Processes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Embedded.Tests.Documents;

/// <summary>What is SQLite's own: files, rights, bytes, sweeping, closing, registration.</summary>
public sealed class SqliteDocumentStoreTests : IDisposable
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Sessions, "default", "s1");
    private static readonly string[] Files = ["documents.db", "ledger.db", "memory.db", "records.db", "runs.db", "streams.db"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_AreByPurposeAndForTheirOwnerAlone()
    {
        await using var store = TestStores.Create(_folder.Data);
        store.Open();
        foreach (var container in DocumentContainer.All)
            await store.CreateAsync(new DocumentPartition(container, "default", container.SecondKey), Write("a", "{}"), CancellationToken.None);

        var names = Directory.GetFiles(_folder.Data).Select(Path.GetFileName).ToList();

        Assert.Equal(Files, names.Where(name => name!.EndsWith(".db", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Data));
        foreach (var name in names)
            Assert.True(File.GetUnixFileMode(Path.Combine(_folder.Data, name!)) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), $"{name} must be for its owner alone");
    }

    [Fact]
    public async Task File_WithOpenRights_IsTightened()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using (var store = TestStores.Create(_folder.Data))
            store.Open();
        var file = Path.Combine(_folder.Data, "ledger.db");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        await using (var store = TestStores.Create(_folder.Data))
            store.Open();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Patch_TouchesOnlyTheBytesItNames()
    {
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, Write("a", """{ "z" : 1.50, "o":{ "n" : 7 , "e":{ } }, "u":"\u00e9" } """), CancellationToken.None);

        var result = await store.PatchAsync(
            Partition,
            "a",
            [new PatchOperation.Increment("o.n", 1), new PatchOperation.SetValue("o.e.x", "v"), new PatchOperation.SetValue("new", true)],
            null,
            CancellationToken.None);

        Assert.Equal("""{ "z" : 1.50, "o":{ "n" : 8 , "e":{ "x":"v"} }, "u":"\u00e9" ,"new":true} """, Text(result.Document));
    }

    [Fact]
    public async Task Read_FreeConnection_CompletesSynchronously()
    {
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, Write("a", "{}"), CancellationToken.None);

        var read = store.ReadAsync(Partition, "a", CancellationToken.None).AsTask();

        Assert.True(read.IsCompletedSuccessfully);
        Assert.True((await read).IsOk);
    }

    [Fact]
    public async Task Sweep_RemovesExpiredRowsAndOnlyThose()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var store = TestStores.Create(_folder.Data, time);
        for (var i = 0; i < 450; i++)
            await store.CreateAsync(Partition, Write($"d{i}", "{}", i % 3 == 0 ? null : TimeSpan.FromSeconds(i % 3)), CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(150, await store.SweepExpiredAsync(CancellationToken.None));
        Assert.Equal(300, CountRows());
        time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(150, await store.SweepExpiredAsync(CancellationToken.None));
        Assert.Equal(150, CountRows());
        Assert.Equal(0, await store.SweepExpiredAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Dispose_FinishesQueuedWritesAndFoldsTheLog()
    {
        var store = TestStores.Create(_folder.Data);
        var writes = Enumerable.Range(0, 300).Select(i => store.CreateAsync(Partition, Write($"d{i}", "{}"), CancellationToken.None).AsTask()).ToList();

        await store.DisposeAsync();

        Assert.All(await Task.WhenAll(writes), result => Assert.True(result.IsOk));
        Assert.False(File.Exists(Path.Combine(_folder.Data, "documents.db-wal")), "A clean close leaves no log behind");
        Assert.Equal(300, CountRows());
    }

    [Fact]
    public async Task Disposed_EveryCall_Throws()
    {
        var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, Write("a", "{}"), CancellationToken.None);
        await store.DisposeAsync();
        await store.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.ReadAsync(Partition, "a", CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.CreateAsync(Partition, Write("b", "{}"), CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.QueryAsync(Partition, new DocumentQuery(), CancellationToken.None));
    }

    [Fact]
    public async Task Group_OneOperationFails_TheOthersSucceed()
    {
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, Write("text", """{"n":"text"}"""), CancellationToken.None);
        await store.CreateAsync(Partition, new DocumentWrite("full", Encoding.UTF8.GetBytes($$"""{"t":"{{new string('x', DocumentLimits.MaxDocumentBytes - 8)}}"}""")), CancellationToken.None);

        var tasks = Enumerable.Range(0, 200).Select(i => (i % 4) switch
        {
            0 => store.PatchAsync(Partition, "text", [new PatchOperation.Increment("n", 1)], null, CancellationToken.None).AsTask(),
            1 => store.PatchAsync(Partition, "full", [new PatchOperation.SetValue("n", 1)], null, CancellationToken.None).AsTask(),
            _ => store.CreateAsync(Partition, Write($"d{i}", "{}"), CancellationToken.None).AsTask(),
        }).ToList();

        for (var i = 0; i < tasks.Count; i++)
        {
            if (i % 4 == 1)
                await Assert.ThrowsAsync<DocumentLimitException>(() => tasks[i]);
            else
                Assert.Equal(i % 4 == 0 ? DocumentStatus.Unprocessable : DocumentStatus.Ok, (await tasks[i]).Status);
        }
        Assert.Equal(102, CountRows());
    }

    [Fact]
    public async Task AddEmbeddedStores_Host_OpensSweepsAndCloses()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time).AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        services.AddEmbeddedStores(options => options.DataDirectory = _folder.Data);
        await using (var provider = services.BuildServiceProvider())
        {
            var maintenance = Assert.Single(provider.GetServices<IHostedService>());
            await maintenance.StartAsync(CancellationToken.None);
            var store = provider.GetRequiredService<IDocumentStore>();
            Assert.Same(provider.GetRequiredService<SqliteDocumentStore>(), store);
            Assert.Equal(Files.Length, Directory.GetFiles(_folder.Data, "*.db").Length);
            await store.CreateAsync(Partition, Write("a", "{}", TimeSpan.FromSeconds(1)), CancellationToken.None);

            await TestKit.TestWait.UntilAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromMinutes(1));
                    return CountRows() == 0;
                },
                "the sweeper removes what expired");
            await maintenance.StopAsync(CancellationToken.None);
        }
        Assert.Empty(Directory.GetFiles(_folder.Data, "*-wal"));
    }

    [Fact]
    public void Options_OutOfRange_ReportsEveryError()
    {
        var options = new SqliteStoreOptions
        {
            DataDirectory = " ",
            BusyTimeout = TimeSpan.Zero,
            OperationTimeout = TimeSpan.Zero,
            MaxGroupOperations = 0,
            QueueCapacity = 1,
            MaxReaders = 0,
            MaxFileBytes = 1,
            SweepInterval = TimeSpan.Zero,
        };
        var services = new ServiceCollection();
        services.AddEmbeddedStores();
        using var provider = services.BuildServiceProvider();
        var validator = Assert.Single(provider.GetServices<IValidateOptions<SqliteStoreOptions>>());

        Assert.Equal(8, validator.Validate(null, options).Failures!.Count());
        Assert.True(validator.Validate(null, new SqliteStoreOptions()).Succeeded);
    }

    private static DocumentWrite Write(string id, string json, TimeSpan? timeToLive = null) => new(id, Encoding.UTF8.GetBytes(json), timeToLive);

    private static string Text(Document? document) => Encoding.UTF8.GetString(document!.Body.Span);

    private long CountRows()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.Data, "documents.db")};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM documents";
        return (long)command.ExecuteScalar()!;
    }
}
