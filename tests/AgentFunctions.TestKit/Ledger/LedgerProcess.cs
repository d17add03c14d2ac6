using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>The ledger of one process. Several over the same store and clock stand for several processes; one that is dropped was killed.</summary>
public sealed class LedgerProcess : IDisposable
{
    private readonly ServiceProvider _services;

    public LedgerProcess(IDocumentStore inner, TimeProvider time)
    {
        Store = new LossyDocumentStore(inner);
        var services = new ServiceCollection();
        services.AddSingleton(time).AddSingleton<IDocumentStore>(Store).AddLogging().AddLedgerUpkeep();
        _services = services.BuildServiceProvider();
    }

    public LossyDocumentStore Store { get; }

    public ILedger Ledger => _services.GetRequiredService<ILedger>();

    public PendingSettlements Queue => _services.GetRequiredService<PendingSettlements>();

    /// <summary>The sign of life that the heartbeat gives in its time.</summary>
    public ValueTask ShowAsync() => _services.GetRequiredService<LedgerOwners>().ShowAsync(CancellationToken.None);

    /// <summary>Whether the latest sign of life of a process still counts.</summary>
    public static async ValueTask<bool> IsAliveAsync(IDocumentStore store, string owner) =>
        (await store.ReadAsync(new DocumentPartition(DocumentContainer.Resources, JobLease.SystemPartition), "ledger-owner:" + owner, CancellationToken.None)).IsOk;

    /// <summary>One turn of the settlements that are tried again.</summary>
    public Task DrainAsync() => _services.GetServices<IHostedService>().OfType<SettlementRetries>().Single().DrainAsync();

    /// <summary>The process ends in an orderly way.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse()) await hosted.StopAsync(cancellationToken);
    }

    public void Dispose() => _services.Dispose();
}
