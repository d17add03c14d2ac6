using AgentFunctions.Cloud.Tests.Cosmos;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Search;
using AgentFunctions.Core.Memory.Store;
using AgentFunctions.Core.Memory.Store.Reading;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Memory.Vectors;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Subjects;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Cloud.Tests.Memory;

/// <summary>The memory of an agent as a host on Cosmos DB has it: store, candidates, vectors.</summary>
internal sealed class CosmosMemoryWorld : IAsyncDisposable
{
    public const string Agent = "a";

    private readonly ServiceProvider _services;

    public CosmosMemoryWorld()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Harness.Time).AddSingleton(Harness.Store).AddSingleton(Harness.OpenCandidates()).AddSingleton<IEmbedder>(Embedder).AddLogging().AddOptions();
        services.AddSingleton<ITenantDirectory>(new OneTenant(Tenant));
        services.AddMemorySearch().AddMemoryUpkeep().AddMemoryVectors(static _ => new MemoryVectorSpace(3));
        _services = services.BuildServiceProvider();
    }

    public CosmosStoreHarness Harness { get; } = new();

    public FakeEmbedder Embedder { get; } = new();

    public string Tenant => Harness.TenantId;

    public MemoryReader Reader => _services.GetRequiredService<MemoryReader>();

    public SubjectErasures Erasures => _services.GetRequiredService<SubjectErasures>();

    public SubjectExport Export => _services.GetRequiredService<SubjectExport>();

    public async Task<string> WriteAsync(string text, string? speaker = null)
    {
        var draft = new MemoryDraft
        {
            Text = text, Kind = MemoryKind.Episodic, Speaker = speaker, Source = new MemorySource(MemorySourceKind.Written, "principals/ops", null, null, true),
            Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal),
        };
        var result = Assert.Single(await _services.GetRequiredService<MemoryWriter>().WriteAsync(Tenant, Agent, [draft], CancellationToken.None));
        Assert.Equal(MemoryWriteStatus.Stored, result.Status);
        return result.Id!;
    }

    public Task GiveVectorsAsync() => _services.GetServices<IScheduledJob>().Single(static job => job.Name == "memory-vectors").RunAsync(CancellationToken.None);

    public async Task<MemorySearchResult> SearchAsync(string query) =>
        await _services.GetRequiredService<MemorySearch>().SearchAsync(new MemorySearchRequest { TenantId = Tenant, Agent = Agent, Query = query }, CancellationToken.None);

    public async Task<MemoryRecord> GetAsync(string id) => (await Reader.GetAsync(Tenant, Agent, id, CancellationToken.None)).Value!;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Harness.DisposeAsync();
    }

    private sealed class OneTenant(string id) : ITenantDirectory
    {
        public IAsyncEnumerable<string> ListAsync(CancellationToken cancellationToken) => new[] { id }.ToAsyncEnumerable();
    }
}
