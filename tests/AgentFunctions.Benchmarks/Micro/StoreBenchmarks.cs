using System.Globalization;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Embedded;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>Point reads and writes of the SQLite engine: one at a time, and 64 in flight (group commit).</summary>
[MemoryDiagnoser]
public class StoreBenchmarks
{
    private const int InFlight = 64;
    private readonly DocumentPartition _partition = new(DocumentContainer.Resources, "default");
    private readonly DocumentWrite[] _writes =
        [.. Enumerable.Range(0, InFlight).Select(static i => new DocumentWrite("document-" + i.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes("{\"kind\":\"models\",\"spec\":{\"targets\":[{\"provider\":\"bench\"}]}}")))];

    private string _folder = "";
    private IHost? _host;
    private IDocumentStore _store = null!;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _folder = Directory.CreateTempSubdirectory("agentfunctions-benchmark-").FullName;
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddEmbeddedStores(options => options.DataDirectory = _folder);
        _host = builder.Build();
        await _host.StartAsync();
        _store = _host.Services.GetRequiredService<IDocumentStore>();
        foreach (var write in _writes) await _store.UpsertAsync(_partition, write, CancellationToken.None);
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _host!.StopAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark]
    public async Task<DocumentStatus> Read() => (await _store.ReadAsync(_partition, _writes[0].Id, CancellationToken.None)).Status;

    [Benchmark]
    public async Task<DocumentStatus> Upsert() => (await _store.UpsertAsync(_partition, _writes[0], CancellationToken.None)).Status;

    [Benchmark(OperationsPerInvoke = InFlight)]
    public Task<DocumentResult[]> Upsert64InFlight() => Task.WhenAll(_writes.Select(write => _store.UpsertAsync(_partition, write, CancellationToken.None).AsTask()));
}
