using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Embedded.Tests.DataFolders;

/// <summary>Hosts whose only start is that of their services.</summary>
public sealed class DataFolderStartupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_OnAnEmptyFolder_SaysTheFormat()
    {
        await StartAsync();

        Assert.Equal(DataFolderFormat.Current, DataFolderFormat.Find(_folder.Data));
        Assert.False(Directory.Exists(Path.Combine(_folder.Data, "backups")));
    }

    [Fact]
    public async Task Start_OnAFolderOfTheVersionBefore_MigratesItAfterABackup()
    {
        FirstFormatFolder.Unpack(_folder.Data);

        await StartAsync();

        Assert.Equal(DataFolderFormat.Current, DataFolderFormat.Find(_folder.Data));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(_folder.Data, "backups"), "before-format-2-*"));
    }

    [Fact]
    public async Task Start_OnANewerFolder_IsRefusedAndOpensNothing()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "format.json"), """{"format":99,"product":"9.9.9","at":"2030-01-01T00:00:00Z"}""");

        var refused = await Assert.ThrowsAsync<DocumentStoreUnavailableException>(StartAsync);

        Assert.Contains("99", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Data, "documents.db")));
    }

    private async Task StartAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddDataFolderStartup().AddEmbeddedStores(o => o.DataDirectory = _folder.Data);
        await using var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>()) await service.StartAsync(CancellationToken.None);
        foreach (var service in provider.GetServices<IHostedService>().Reverse()) await service.StopAsync(CancellationToken.None);
    }
}
