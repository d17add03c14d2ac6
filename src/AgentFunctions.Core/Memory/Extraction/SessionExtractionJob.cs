using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Sessions.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Memory.Extraction;

/// <summary>Reads what people said in sessions for facts worth remembering, where <see cref="MemoryOptions.ExtractFromSessions"/> is set.</summary>
internal sealed class SessionExtractionJob(ITenantDirectory tenants, IDocumentStore store, SessionExtraction extraction, IOptions<MemoryOptions> options, ILogger<SessionExtractionJob> logger) : IScheduledJob
{
    public string Name => "memory-extraction";

    public TimeSpan Interval => options.Value.ExtractionInterval;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.ExtractFromSessions) return;
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            string? continuation = null;
            do
            {
                var page = await store.QueryAsync(SessionDocuments.IndexPartition(tenantId), new DocumentQuery(Continuation: continuation), cancellationToken);
                foreach (var document in page.Items) await RunAsync(tenantId, JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSessionEntry)!, cancellationToken);
                continuation = page.Continuation;
            }
            while (continuation is not null);
        }
    }

    private async Task RunAsync(string tenantId, StoredSessionEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            await extraction.RunAsync(tenantId, entry.Agent, entry.Session, cancellationToken);
        }
        catch (DocumentStoreUnavailableException)
        {
            throw;
        }
#pragma warning disable CA1031 // A session that cannot be read must not keep the others waiting.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            ExtractionLog.Failed(logger, exception, entry.Session);
        }
    }
}
