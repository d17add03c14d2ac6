using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Embedded.Tests.DataFolders;

/// <summary>Older folders are migrated forward after one backup, at whatever point the process is killed; newer ones are refused.</summary>
public sealed class DataFolderFormatTests : IDisposable
{
    private static readonly DocumentPartition Partition = new(DocumentContainer.Resources, "default");
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Prepare_FreshFolder_IsOfTheCurrentFormat()
    {
        Directory.CreateDirectory(_folder.Data);
        await using var store = TestStores.Create(_folder.Data);

        var prepared = await PrepareAsync(store, new FakeMigration());

        Assert.Equal(new PreparedFolder(DataFolderFormat.Current, null, null), prepared);
        Assert.Equal(DataFolderFormat.Current, DataFolderFormat.Find(_folder.Data));
        Assert.False(Directory.Exists(Path.Combine(_folder.Data, "backups")));
    }

    [Fact]
    public async Task Prepare_FirstFormat_IsBackedUpThenMigratedOnce()
    {
        await SeedFirstFormatAsync();
        var migration = new FakeMigration();
        await using var store = TestStores.Create(_folder.Data);

        var prepared = await PrepareAsync(store, migration);
        var again = await PrepareAsync(store, migration);

        Assert.Equal(1, prepared.MigratedFrom);
        Assert.Equal(1, migration.Runs);
        Assert.Null(again.MigratedFrom);
        Assert.Equal("""{"migrated":true}""", await TextAsync(store));
        Assert.Equal(Path.Combine(_folder.Data, "backups", "before-format-2-20261125T120000Z"), prepared.Backup);
        Assert.Equal(1, (await BackupReader.VerifyAsync(prepared.Backup!, CancellationToken.None)).DataFormat);
        await using var before = TestStores.Create(prepared.Backup!);
        Assert.Equal("{}", await TextAsync(before));
        using var record = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(_folder.Data, "format.json")));
        Assert.Equal((2, 1), (record.RootElement.GetProperty("format").GetInt32(), record.RootElement.GetProperty("migratedFrom").GetInt32()));
    }

    [Fact]
    public async Task Prepare_CutShortInTheMigration_GoesOnAndKeepsTheFirstBackup()
    {
        await SeedFirstFormatAsync();
        await using (var store = TestStores.Create(_folder.Data))
            await Assert.ThrowsAsync<OperationCanceledException>(() => PrepareAsync(store, new FakeMigration { CutShort = true }));
        Assert.Equal(1, DataFolderFormat.Find(_folder.Data));
        _time.Advance(TimeSpan.FromMinutes(1));

        await using var restarted = TestStores.Create(_folder.Data);
        var prepared = await PrepareAsync(restarted, new FakeMigration());

        Assert.Equal(["before-format-2-20261125T120000Z"], Directory.EnumerateDirectories(Path.Combine(_folder.Data, "backups")).Select(Path.GetFileName));
        await using var before = TestStores.Create(prepared.Backup!);
        Assert.Equal("{}", await TextAsync(before));
        Assert.False(File.Exists(Path.Combine(_folder.Data, "migration.json")));
    }

    [Fact]
    public async Task Prepare_CutShortInTheBackup_LeavesNoHalfBackup()
    {
        await SeedFirstFormatAsync();
        var partial = Path.Combine(_folder.Data, "backups", "before-format-2-20261125T115900Z.partial");
        Directory.CreateDirectory(partial);
        await File.WriteAllTextAsync(Path.Combine(partial, "documents.db"), "half");
        await using var store = TestStores.Create(_folder.Data);

        await PrepareAsync(store, new FakeMigration());

        Assert.Equal(["before-format-2-20261125T120000Z"], Directory.EnumerateDirectories(Path.Combine(_folder.Data, "backups")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Prepare_NewerFolder_IsRefusedAndUntouched()
    {
        Directory.CreateDirectory(_folder.Data);
        var file = Path.Combine(_folder.Data, "format.json");
        const string Newer = """{"format":3,"product":"9.0.0","at":"2026-01-01T00:00:00+00:00"}""";
        await File.WriteAllTextAsync(file, Newer);
        await using var store = TestStores.Create(_folder.Data);

        var refused = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(() => PrepareAsync(store, new FakeMigration()));

        Assert.Contains("format 3", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Newer, await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task Prepare_DamagedRecord_NamesIt()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "format.json"), "{");
        await using var store = TestStores.Create(_folder.Data);

        var refused = await Assert.ThrowsAsync<InvalidDataException>(() => PrepareAsync(store, new FakeMigration()));

        Assert.Contains("format.json", refused.Message, StringComparison.Ordinal);
    }

    private Task<PreparedFolder> PrepareAsync(SqliteDocumentStore store, FakeMigration migration) =>
        DataFolderFormat.PrepareAsync(_folder.Data, [migration], store, _time, CancellationToken.None);

    private async Task SeedFirstFormatAsync()
    {
        await using var store = TestStores.Create(_folder.Data);
        await store.CreateAsync(Partition, new DocumentWrite("a", Encoding.UTF8.GetBytes("{}")), CancellationToken.None);
    }

    private static async Task<string> TextAsync(SqliteDocumentStore store) =>
        Encoding.UTF8.GetString((await store.ReadAsync(Partition, "a", CancellationToken.None)).Document!.Body.Span);

    private sealed class FakeMigration : IDataMigration
    {
        public int From => 1;

        public int Runs { get; private set; }

        public bool CutShort { get; init; }

        public async Task RunAsync(IDocumentStore store, CancellationToken cancellationToken)
        {
            Runs++;
            await store.UpsertAsync(Partition, new DocumentWrite("a", Encoding.UTF8.GetBytes("""{"migrated":true}""")), cancellationToken);
            if (CutShort)
                throw new OperationCanceledException("killed");
        }
    }
}
