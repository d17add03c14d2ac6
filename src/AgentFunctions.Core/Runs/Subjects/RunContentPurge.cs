using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Payloads;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Tools.Calls;

namespace AgentFunctions.Core.Runs.Subjects;

/// <summary>Erases the contents of a closed run from a time on, in its documents and payloads. Of a closed run nobody else writes any.</summary>
internal sealed class RunContentPurge(IDocumentStore store, RunStore runs, RunStepWrites steps, IPayloadStore payloads)
{
    /// <param name="tenantId">Whose.</param>
    /// <param name="run">Which.</param>
    /// <param name="since">Unix milliseconds.</param>
    /// <param name="withInput">What it was started with as well.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask EraseAsync(string tenantId, StoredRun run, long since, bool withInput, CancellationToken cancellationToken)
    {
        var partition = RunDocuments.RunPartition(tenantId, run.Id);
        if (await runs.FindWorkAsync(tenantId, run.Id, cancellationToken) is { } work && ErasedContent.Of(work.Input, withInput) is { } input && !JsonElement.DeepEquals(input, work.Input))
            await WriteAsync(partition, RunDocuments.WorkId, (work with { Input = input, BodyHash = "erased" }).ToBytes(), cancellationToken);
        await foreach (var stored in steps.ListAsync(tenantId, run.Id, null, null, cancellationToken))
        {
            var next = stored with { Step = ErasedContent.Of(stored.Step, since) };
            if (!next.ToWrite().Body.Span.SequenceEqual(stored.ToWrite().Body.Span)) await store.UpsertAsync(partition, next.ToWrite(), cancellationToken);
        }

        if (await runs.FindEndAsync(tenantId, run.Id, cancellationToken) is { } end)
            await WriteAsync(partition, RunDocuments.EndId, JsonSerializer.SerializeToUtf8Bytes(ErasedContent.Of(end), RunJson.Default.StoredEnd), cancellationToken);
        await EraseEventsAsync(partition, since, cancellationToken);
        await DeleteCallsAsync(partition, cancellationToken);
        await payloads.PurgeAsync(tenantId, RunDocuments.OwnerOf(run.Id), cancellationToken);
    }

    private async ValueTask EraseEventsAsync(DocumentPartition partition, long since, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(new DocumentFilter.Compare("at", FilterOperator.GreaterOrEqual, since), IdPrefix: RunDocuments.Events);
        do
        {
            var page = await store.QueryAsync(partition, query, cancellationToken);
            foreach (var told in page.Items.Select(StoredEvent.Read))
            {
                var next = ErasedContent.Of(told);
                if (!JsonElement.DeepEquals(next.Data, told.Data)) await store.UpsertAsync(partition, next.ToWrite(), cancellationToken);
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>What tools answered, kept so that a step that is done again is answered the same: no step is.</summary>
    private async ValueTask DeleteCallsAsync(DocumentPartition partition, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.QueryAsync(partition, new DocumentQuery(Limit: DocumentLimits.MaxBatchOperations, IdPrefix: ToolCallKey.DocumentPrefix), cancellationToken);
            foreach (var document in page.Items) await store.DeleteAsync(partition, document.Id, null, cancellationToken);
            if (page.Items.Count == 0 && page.Continuation is null) return;
        }
    }

    private async ValueTask WriteAsync(DocumentPartition partition, string id, byte[] body, CancellationToken cancellationToken) => await store.ReplaceAsync(partition, new DocumentWrite(id, body), null, cancellationToken);
}
