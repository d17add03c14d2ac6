using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Feed;
using AgentFunctions.Core.Resources.History;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Tests.Documents;
using AgentFunctions.Embedded.Tests.Resources;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Embedded.Tests.DataFolders;

/// <summary>What the version before wrote works under this one, at whatever point the migration was cut short.</summary>
public sealed class FirstFormatMigrationTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_OfTheVersionBefore_HasEverythingAsItWas()
    {
        await using var host = await MigratedAsync();

        foreach (var kind in FirstFormatFolder.Expected.GetProperty("resources").EnumerateObject())
        {
            var found = (await host.Get<ResourceStore>().ListAsync(ControlHost.Actor, ResourceKinds.Find(kind.Name)!, 100, null, None)).Value!;
            Assert.Equal(
                kind.Value.EnumerateArray().Select(i => (i.GetProperty("id").GetString(), i.GetProperty("version").GetInt64())).OrderBy(i => i.Item1, StringComparer.Ordinal),
                found.Items.Select(i => ((string?)i.Id, i.Version)).OrderBy(i => i.Item1, StringComparer.Ordinal));
            Assert.All(found.Items, i => Assert.Equal("migration", i.UpdatedBy));
        }

        var keys = FirstFormatFolder.Expected.GetProperty("keys");
        Assert.Equal("ok", await host.VerdictAsync(keys.GetProperty("billing-1").GetString()!));
        Assert.Equal("ok", await host.VerdictAsync(keys.GetProperty("search-1-rotated").GetString()!));
        Assert.Equal("invalid_api_key", await host.VerdictAsync(keys.GetProperty("search-1").GetString()!));
        Assert.Equal("invalid_api_key", await host.VerdictAsync(keys.GetProperty("search-2").GetString()!));
        var secret = FirstFormatFolder.Expected.GetProperty("secret");
        Assert.Equal(secret.GetProperty("value").GetString(), await host.RevealAsync(secret.GetProperty("name").GetString()!, secret.GetProperty("host").GetString()!));
    }

    [Fact]
    public async Task Folder_OfTheVersionBefore_GainsTeamsTenantAndHistory()
    {
        await using var host = await MigratedAsync();

        Assert.NotNull(await host.FindAsync("teams", "billing"));
        Assert.NotNull(await host.FindAsync("teams", "search"));
        Assert.NotNull(await host.FindAsync("tenants", "default"));
        Assert.Equal(["default"], await host.Get<ITenantDirectory>().ListAsync(None).ToListAsync());
        var inUse = await host.Get<ResourceStore>().DeleteAsync(ControlHost.Actor, ResourceKinds.Teams, "billing", null, None);
        Assert.Equal(409, inUse.Error?.Status);
        var versions = (await host.Get<ResourceHistory>().ListAsync(ControlHost.Actor, ResourceKinds.Agents, "billing-bot", null, null, None)).Value!;
        Assert.Equal([(2L, "migration")], versions.Items.Select(v => (v.Version, v.By)));
        var changes = (await host.Get<ChangeFeed>().ListAsync(ControlHost.Actor, null, null, null, null, None)).Value!;
        var change = Assert.Single(changes.Items);
        Assert.Equal("migration", change.By);
        Assert.Contains(change.Resources, r => r is { Kind: "agents", Id: "search-bot" });
        await host.PutAsync("agents", "billing-bot", """{"team":"billing","models":["large"]}""");
        Assert.Equal(3, (await host.FindAsync("agents", "billing-bot"))!.Version);
    }

    [Fact]
    public async Task Migration_KeepsTheFolderBefore()
    {
        await using var host = await MigratedAsync();

        var backup = Assert.Single(Directory.EnumerateDirectories(Path.Combine(_folder.Data, "backups")));
        Assert.Equal(1, (await BackupReader.VerifyAsync(backup, None)).DataFormat);
        Assert.True(File.Exists(Path.Combine(backup, "secrets.key")));
        Assert.Equal(DataFolderFormat.Current, DataFolderFormat.Find(_folder.Data));
    }

    [Fact]
    public async Task Migration_CutShortAtAnyOperation_EndsTheSame()
    {
        FirstFormatFolder.Unpack(_folder.Data);
        await using var source = TestStores.Create(_folder.Data, _time);
        var whole = await CopyAsync(source);
        var operations = 0;
        await new FirstFormatMigration(_time).RunAsync(new FaultyDocumentStore(whole) { Before = () => Count(ref operations, int.MaxValue) }, None);
        var wanted = await FirstFormatFolder.DocumentsAsync(whole);
        Assert.All(wanted.Where(d => !d.Key.StartsWith("default manifests-", StringComparison.Ordinal)), d => Assert.Contains("\"format\":2", d.Value, StringComparison.Ordinal));
        Assert.True(operations >= 4, "the loop below needs points to stop at");

        for (var stop = 1; stop <= operations; stop++)
        {
            var store = await CopyAsync(source);
            var done = 0;
            await Assert.ThrowsAsync<DocumentStoreUnavailableException>(
                () => new FirstFormatMigration(_time).RunAsync(new FaultyDocumentStore(store) { Before = () => Count(ref done, stop) }, None));

            await new FirstFormatMigration(_time).RunAsync(store, None);
            await new FirstFormatMigration(_time).RunAsync(store, None);

            Assert.Equal(wanted, await FirstFormatFolder.DocumentsAsync(store));
        }
    }

    private static Task Count(ref int operations, int stop) =>
        ++operations == stop ? throw new DocumentStoreUnavailableException("The test cut the migration short.") : Task.CompletedTask;

    private static async Task<InMemoryDocumentStore> CopyAsync(SqliteDocumentStore source)
    {
        var copy = new InMemoryDocumentStore(new FakeTimeProvider(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero)));
        var partition = new DocumentPartition(DocumentContainer.Resources, Tenants.Default);
        foreach (var document in (await source.QueryAsync(partition, new DocumentQuery(), None)).Items) await copy.UpsertAsync(partition, new DocumentWrite(document.Id, document.Body), None);
        return copy;
    }

    private async Task<ControlHost> MigratedAsync()
    {
        FirstFormatFolder.Unpack(_folder.Data);
        await using (var store = TestStores.Create(_folder.Data, _time))
        {
            var prepared = await DataFolderFormat.PrepareAsync(_folder.Data, DataMigrations.All(_time), store, _time, None);
            Assert.Equal(1, prepared.MigratedFrom);
        }

        return await ControlHost.OpenAsync(_folder.Data, _time, ensureTenant: false);
    }
}
