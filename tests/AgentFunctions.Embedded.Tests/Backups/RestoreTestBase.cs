using System.Text.Json;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.Embedded.Tests.Resources;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Embedded.Tests.Backups;

/// <summary>A data folder with agents, a key and secrets, its backup, and the restore of it.</summary>
public abstract class RestoreTestBase : IDisposable
{
    private protected static readonly CancellationToken None = CancellationToken.None;

    private protected TemporaryFolder Folder { get; } = new();

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    private protected string Backup => Folder.Sub("backup");

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static async Task RelayAsync(ControlHost host)
    {
        await host.Get<RestrictionRelay>().BeginAsync(None);
        await host.Get<RestrictionRelay>().TurnAsync(None);
    }

    private protected static async Task<long> SequenceAsync(ControlHost host)
    {
        var found = await host.Store.ReadAsync(new Core.Documents.DocumentPartition(Core.Documents.DocumentContainer.Resources, "default"), "version", None);
        using var body = JsonDocument.Parse(found.Document!.Body);
        return body.RootElement.GetProperty("sequence").GetInt64();
    }

    private protected async Task<ControlHost> SeedAsync()
    {
        var host = await ControlHost.OpenAsync(Folder.Data, Time);
        foreach (var name in new[] { "agent-a", "agent-b", "agent-c", "agent-d" }) await host.PutAsync("agents", name);
        await host.IssueAsync("unused", "agent-a");
        await host.PutSecretAsync("s", "old");
        await host.PutSecretAsync("other", "untouched");
        return host;
    }

    private protected Task<BackupDescription> BackUpAsync() => BackupWriter.WriteAsync(Folder.Data, Backup, new BackupOptions { Time = Time }, None);

    private protected Task<RestoreReport> RestoreAsync() => RestoreRunner.RunAsync(Folder.Data, Backup, new RestoreHooks { Migrations = DataMigrations.All(Time), Time = Time }, None);
}
