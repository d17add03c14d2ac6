using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Marks;
using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Store.Upkeep;

/// <summary>Consolidates the memory of every agent: merges what says the same, promotes what two independent trusted sources say, ends quarantines, forgets and deletes. Two processes at it do no harm: every change is conditional.</summary>
internal sealed class MemoryConsolidationJob(ITenantDirectory tenants, MemoryFiles files, MemoryCare care, MemoryMarks marks, MemoryMarkCare decided, IOptions<MemoryOptions> options, ILogger<MemoryConsolidationJob> logger) : IScheduledJob
{
    public string Name => "memory-consolidation";

    public TimeSpan Interval => options.Value.ConsolidationInterval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            foreach (var agent in await files.AgentsAsync(tenantId, cancellationToken)) await RunAsync(tenantId, agent, cancellationToken);
        }
    }

    internal async ValueTask RunAsync(string tenantId, string agent, CancellationToken cancellationToken)
    {
        var partition = MemoryDocuments.Partition(tenantId, agent);
        await foreach (var id in TwinsAsync(partition, cancellationToken))
        {
            if (await files.FindAsync(tenantId, agent, id, cancellationToken) is { } kept) await GuardedAsync(kept.Record, care.MergeAsync, cancellationToken);
        }

        var isMarked = await marks.ListAsync(tenantId, agent, cancellationToken);
        await foreach (var document in files.ScanAsync(partition, new DocumentQuery(IdPrefix: MemoryRecordJson.IdPrefix), cancellationToken))
        {
            var record = MemoryRecordJson.Read(document.Body.Span);
            if (isMarked?.Invoke(record) == true) await GuardedAsync(record, decided.RunAsync, cancellationToken);
            await GuardedAsync(record, care.RunAsync, cancellationToken);
        }
    }

    /// <summary>Records that share a key with the one before them in its list: they may be twins.</summary>
    private async IAsyncEnumerable<string> TwinsAsync(DocumentPartition partition, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var previous = "";
        string? told = null;
        await foreach (var document in files.ScanAsync(partition, new DocumentQuery(IdPrefix: "n:"), cancellationToken))
        {
            var key = document.Id[..document.Id.LastIndexOf(':')];
            var id = JsonSerializer.Deserialize(document.Body.Span, MemoryStoreJson.Default.StoredPointer)!.Id;
            if (key == previous && id != told) yield return told = id;
            previous = key;
        }
    }

    private async ValueTask GuardedAsync(MemoryRecord record, Func<MemoryRecord, CancellationToken, ValueTask> step, CancellationToken cancellationToken)
    {
        try
        {
            await step(record, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            throw;
        }
#pragma warning disable CA1031 // One that cannot be looked after must not keep the others waiting.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            MemoryLog.Failed(logger, exception, record.Id);
        }
    }
}
