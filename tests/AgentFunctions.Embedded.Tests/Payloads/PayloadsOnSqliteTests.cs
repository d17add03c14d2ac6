using AgentFunctions.Core.Documents;
using AgentFunctions.TestKit.Payloads;
using AgentFunctions.TestKit.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Embedded.Tests.Payloads;

public sealed class PayloadsOnSqliteTests : PayloadConformance, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServiceProvider? _host;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        if (_host is not null) await _host.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    protected override ValueTask<IDocumentStore> CreateStoreAsync()
    {
        _host = new ServiceCollection().AddLogging().AddEmbeddedStores(o => o.DataDirectory = Path.Combine(_folder.Data, "data")).BuildServiceProvider();
        return new(_host.GetRequiredService<IDocumentStore>());
    }
}
