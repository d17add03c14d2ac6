using System.Collections.Concurrent;
using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Jobs;

namespace AgentFunctions.Core.Ledger.Blocks;

/// <summary>The shard that this process draws in; it bears the id of the process.</summary>
internal sealed class OwnShard(IDocumentStore store, JobOwner owner, LedgerOwners owners, TimeProvider time)
{
    /// <summary>Longer than everything that a process leaves behind in its shard.</summary>
    private static readonly TimeSpan Life = LedgerDocuments.EstimateLife + TimeSpan.FromDays(4);
    private static readonly TimeSpan Renewal = TimeSpan.FromHours(12);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{}");
    private readonly ConcurrentDictionary<string, ShardShowing> _shown = new(StringComparer.Ordinal);

    public string Id => owner.Id;

    /// <summary>Tenants of whose limits this process may have blocks.</summary>
    public ICollection<string> Tenants => _shown.Keys;

    /// <summary>
    /// Sees to it that the shard is found before anything lies in it. After a pause in which this process may have counted as gone it is shown anew: whoever found nothing there looks again.
    /// </summary>
    public async ValueTask EnsureAsync(string tenantId)
    {
        var now = time.GetTimestamp();
        if (_shown.TryGetValue(tenantId, out var known) && known.TryUse(now, time, Renewal, owners.Life / 2)) return;
        await store.UpsertAsync(LedgerDocuments.Partition(tenantId), new DocumentWrite(LedgerShards.Prefix + Id, Body, Life), CancellationToken.None);
        _shown[tenantId] = new ShardShowing(now);
    }

    /// <summary>
    /// Looks whether the shard is still found: the deletion of a tenant takes that away, also from under a process that writes there at that moment. What lies there then is found again, or there is nothing to find.
    /// </summary>
    public async ValueTask ConfirmAsync(string tenantId)
    {
        if ((await store.ReadAsync(LedgerDocuments.Partition(tenantId), LedgerShards.Prefix + Id, CancellationToken.None)).IsOk) return;
        _shown.TryRemove(tenantId, out _);
        var page = await store.QueryAsync(LedgerDocuments.Partition(tenantId, Id), new DocumentQuery(Limit: 1), CancellationToken.None);
        if (page.Items.Count > 0) await EnsureAsync(tenantId);
    }

    /// <summary>Something is gone that this process knew of: the tenant was deleted, and may be there again. It is shown again before anything new lies in it.</summary>
    public void Doubt(string tenantId)
    {
        if (_shown.TryGetValue(tenantId, out var known)) known.Doubt();
    }
}
