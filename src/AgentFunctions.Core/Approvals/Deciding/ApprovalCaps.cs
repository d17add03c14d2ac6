using System.Collections.Concurrent;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>
/// How many requests may be pending: people cannot answer without end. Those of a run are counted each time; those of a tenant every few seconds, with what this process added since, so several processes can be over by what
/// they add in that time.
/// </summary>
internal sealed class ApprovalCaps(ApprovalStore store, IOptions<ApprovalsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly DocumentFilter Pending = DocumentFilter.Equal("status", ApprovalNames.Of(ApprovalStatus.Pending));
    private readonly ConcurrentDictionary<string, Counted> _tenants = new(StringComparer.Ordinal);

    /// <summary>Why nothing more may be asked now, or null.</summary>
    public async ValueTask<ApiError?> RefusalAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var (ofRun, ofTenant) = (options.Value.MaxPendingPerRun, options.Value.MaxPendingPerTenant);
        if (request.RunId is { } run && await CountAsync(request.TenantId, ApprovalDocuments.OfRun(run), ofRun, cancellationToken) >= ofRun)
            return ApprovalErrors.TooManyPending($"runs/{run}", ofRun, nameof(ApprovalsOptions.MaxPendingPerRun));
        if (!_tenants.TryGetValue(request.TenantId, out var counted) || counted.Count >= ofTenant || time.GetElapsedTime(counted.At) > MaxAge)
            _tenants[request.TenantId] = counted = new Counted(time.GetTimestamp()) { Count = await CountAsync(request.TenantId, ApprovalDocuments.Open, ofTenant, cancellationToken) };
        return counted.Count >= ofTenant ? ApprovalErrors.TooManyPending("the tenant", ofTenant, nameof(ApprovalsOptions.MaxPendingPerTenant)) : null;
    }

    public void Added(string tenantId)
    {
        if (_tenants.TryGetValue(tenantId, out var counted)) Interlocked.Increment(ref counted.Count);
    }

    /// <summary>Those whose time is over are no longer pending, whether or not that was written.</summary>
    private async ValueTask<int> CountAsync(string tenantId, string prefix, int most, CancellationToken cancellationToken)
    {
        var (count, now) = (0, time.GetUtcNow().ToUnixTimeMilliseconds());
        await foreach (var (_, entry) in store.ScanAsync(tenantId, new DocumentQuery(Pending, Limit: DocumentLimits.MaxPageSize, IdPrefix: prefix), cancellationToken))
        {
            if (entry.ExpiresAt > now && ++count >= most) break;
        }

        return count;
    }

    private sealed class Counted(long at)
    {
        public int Count;

        public long At => at;
    }
}
