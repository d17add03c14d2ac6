using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory;
using AgentFunctions.Core.Memory.Extraction;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Memory.Store.Deciding;
using AgentFunctions.Core.Memory.Store.Reading;
using AgentFunctions.Core.Memory.Store.Upkeep;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Subjects;
using AgentFunctions.TestKit.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.TestKit.Memory;

/// <summary>The memory of one process. Several over the same store and clock stand for several processes; one that is dropped was killed.</summary>
public sealed class MemoryProcess : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public MemoryProcess(IDocumentStore inner, TimeProvider time, Action<MemoryOptions>? configure = null, Func<IDocumentStore, IMemoryCandidates>? candidates = null, params string[] tenants)
    {
        Store = new LossyDocumentStore(inner);
        var services = new ServiceCollection();
        services.AddSingleton(time).AddSingleton<IDocumentStore>(Store).AddLogging().AddOptions();
        services.AddSingleton<ITenantDirectory>(new Tenants(tenants));
        services.AddSingleton(candidates?.Invoke(inner) ?? new ScanningMemoryCandidates(inner));
        services.AddMemorySearch().AddMemoryUpkeep();
        if (configure is not null) services.Configure(configure);
        _services = services.BuildServiceProvider();
    }

    public LossyDocumentStore Store { get; }

    public MemoryWriter Writer => Get<MemoryWriter>();

    public MemoryReader Reader => Get<MemoryReader>();

    public MemoryUses Uses => Get<MemoryUses>();

    public MemoryOutcomes Outcomes => Get<MemoryOutcomes>();

    public MemoryDecisions Decisions => Get<MemoryDecisions>();

    public MemorySearch Search => Get<MemorySearch>();

    public SubjectErasures Erasures => Get<SubjectErasures>();

    public SubjectExport Export => Get<SubjectExport>();

    public SessionMessages Messages => Get<SessionMessages>();

    /// <summary>One run of the consolidation of every agent.</summary>
    public Task ConsolidateAsync() => ActivatorUtilities.CreateInstance<MemoryConsolidationJob>(_services).RunAsync(CancellationToken.None);

    /// <summary>One reading of every session.</summary>
    public Task ExtractAsync() => ActivatorUtilities.CreateInstance<SessionExtractionJob>(_services).RunAsync(CancellationToken.None);

    /// <summary>Erasures that were broken off go on.</summary>
    public Task ResumeErasuresAsync() => ActivatorUtilities.CreateInstance<SubjectErasureJob>(_services).RunAsync(CancellationToken.None);

    /// <summary>What is written every minute of how often records were used.</summary>
    public ValueTask FlushUsesAsync() => Uses.FlushAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    private sealed class Tenants(string[] ids) : ITenantDirectory
    {
        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => ids.ToAsyncEnumerable();
    }
}
