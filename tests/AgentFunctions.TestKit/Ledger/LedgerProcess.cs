using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Ledger.Blocks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.TestKit.Ledger;

/// <summary>The ledger of one process. Several over the same store and clock stand for several processes; one that is dropped was killed.</summary>
public sealed class LedgerProcess : IDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="inner">The store that all processes share.</param>
    /// <param name="time">Their clock.</param>
    /// <param name="configure">Changes what is set in none of them; null for the defaults, without blocks.</param>
    public LedgerProcess(IDocumentStore inner, TimeProvider time, Action<LedgerOptions>? configure = null)
    {
        Store = new LossyDocumentStore(inner);
        var services = new ServiceCollection();
        services.AddSingleton(time).AddSingleton<IDocumentStore>(Store).AddLogging().AddLedgerUpkeep();
        if (configure is not null) services.Configure(configure);
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

    /// <summary>One turn of what keeps its blocks.</summary>
    /// <param name="isLast">Gives them all back, as at its end.</param>
    public Task KeepAsync(bool isLast = false) => _services.GetServices<IHostedService>().OfType<BlockUpkeep>().Single().RunAsync(isLast);

    /// <summary>Blocks whenever they are worth a call, and of much of what is left: so that small limits are drawn from as well.</summary>
    public static void DrawEagerly(LedgerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.Blocks, options.BlockPercent, options.BlockCalls) = (true, 50, 1);
    }

    /// <summary>The process ends in an orderly way.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        foreach (var hosted in _services.GetServices<IHostedService>().Reverse()) await hosted.StopAsync(cancellationToken);
    }

    public void Dispose() => _services.Dispose();
}
