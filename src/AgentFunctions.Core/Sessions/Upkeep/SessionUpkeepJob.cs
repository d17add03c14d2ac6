using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;
using AgentFunctions.Core.Resources.TenantDirectory;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Upkeep;

/// <summary>Clears away what was in sessions that have ended.</summary>
internal sealed class SessionUpkeepJob(ITenantDirectory tenants, IDocumentStore store, SessionPurge purge, TimeProvider time) : IScheduledJob
{
    /// <summary>What was on its way when a session ended has arrived by then.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(30);

    public string Name => "sessions";

    public TimeSpan Interval => TimeSpan.FromMinutes(15);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var begunBefore = (time.GetUtcNow() - Grace).ToUnixTimeMilliseconds();
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            var filter = new DocumentFilter.Compare("startedAt", FilterOperator.Less, begunBefore);
            string? continuation = null;
            do
            {
                var page = await store.QueryAsync(SessionDocuments.IndexPartition(tenantId), new DocumentQuery(filter, Continuation: continuation), cancellationToken);
                foreach (var document in page.Items) await CheckAsync(tenantId, JsonSerializer.Deserialize(document.Body.Span, SessionJson.Default.StoredSessionEntry)!, cancellationToken);
                continuation = page.Continuation;
            }
            while (continuation is not null);
        }
    }

    private async ValueTask CheckAsync(string tenantId, StoredSessionEntry entry, CancellationToken cancellationToken)
    {
        var session = (await store.ReadAsync(SessionDocuments.Partition(tenantId, entry.Agent, entry.Session), SessionDocuments.SessionId, cancellationToken)).Document;
        if (session is not null && StoredSession.Read(session).Epoch == entry.Epoch) return;
        await purge.EmptyAsync(tenantId, entry, cancellationToken);
        await purge.ForgetAsync(tenantId, entry, cancellationToken);
    }
}
