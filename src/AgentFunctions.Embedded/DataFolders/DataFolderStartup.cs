using AgentFunctions.Embedded.Documents;
using AgentFunctions.Embedded.Files;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Embedded.DataFolders;

/// <summary>Brings the data folder to the current format before any other hosted service opens it. For hosts without a start of their own around this.</summary>
internal sealed class DataFolderStartup(IOptions<SqliteStoreOptions> options, IReadOnlyList<IDataMigration> migrations, SqliteDocumentStore store, TimeProvider time) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(options.Value.DataDirectory);
        OwnerOnlyFolder.Create(folder);
        await using var alone = await FolderLock.TakeAsync(folder, cancellationToken);
        await DataFolderFormat.PrepareAsync(folder, migrations, store, time, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
