using System.Collections.Concurrent;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Approvals.Deciding;

/// <summary>
/// How many requests may be pending: people cannot answer without end. Those of a run are counted each time; those of an agent and of a tenant every few seconds, with what this process added since, so several processes can be
/// over by what they add in that time.
/// </summary>
internal sealed class ApprovalCaps(ApprovalStore store, IOptions<ApprovalsOptions> options, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);
    private static readonly DocumentFilter Pending = DocumentFilter.Equal("status", ApprovalNames.Of(ApprovalStatus.Pending));
    private readonly ConcurrentDictionary<(string Tenant, string? Agent), Counted> _counts = [];

    /// <summary>Why nothing more may be asked now, or null.</summary>
    public async ValueTask<ApiError?> RefusalAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        var (ofRun, ofAgent, ofTenant) = (options.Value.MaxPendingPerRun, options.Value.MaxPendingPerAgent, options.Value.MaxPendingPerTenant);
        if (request.RunId is { } run && await CountAsync(request.TenantId, ApprovalDocuments.OfRun(run), Pending, ofRun, cancellationToken) >= ofRun)
            return ApprovalErrors.TooManyPending($"runs/{run}", ofRun, nameof(ApprovalsOptions.MaxPendingPerRun));

        // Its own places first, so that one agent never takes those of all.
        if (request.Agent.Length > 0 && await IsFullAsync(request.TenantId, request.Agent, ofAgent, cancellationToken))
            return ApprovalErrors.TooManyPending($"agents/{request.Agent}", ofAgent, nameof(ApprovalsOptions.MaxPendingPerAgent));
        return await IsFullAsync(request.TenantId, null, ofTenant, cancellationToken) ? ApprovalErrors.TooManyPending("the tenant", ofTenant, nameof(ApprovalsOptions.MaxPendingPerTenant)) : null;
    }

    public void Added(ApprovalRequest request)
    {
        foreach (var agent in (string?[])[null, request.Agent])
            if (_counts.TryGetValue((request.TenantId, agent), out var counted)) Interlocked.Increment(ref counted.Count);
    }

    /// <param name="tenantId">Whose.</param>
    /// <param name="agent">Of which agent; null: of all.</param>
    /// <param name="most">As many as may be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private async ValueTask<bool> IsFullAsync(string tenantId, string? agent, int most, CancellationToken cancellationToken)
    {
        if (!_counts.TryGetValue((tenantId, agent), out var counted) || counted.Count >= most || time.GetElapsedTime(counted.At) > MaxAge)
        {
            var filter = agent is null ? Pending : DocumentFilter.And(Pending, DocumentFilter.Equal("agent", agent));
            _counts[(tenantId, agent)] = counted = new Counted(time.GetTimestamp()) { Count = await CountAsync(tenantId, ApprovalDocuments.Open, filter, most, cancellationToken) };
        }

        return counted.Count >= most;
    }

    /// <summary>Those whose time is over are no longer pending, whether or not that was written.</summary>
    private async ValueTask<int> CountAsync(string tenantId, string prefix, DocumentFilter filter, int most, CancellationToken cancellationToken)
    {
        var (count, now) = (0, time.GetUtcNow().ToUnixTimeMilliseconds());
        await foreach (var (_, entry) in store.ScanAsync(tenantId, new DocumentQuery(filter, Limit: DocumentLimits.MaxPageSize, IdPrefix: prefix), cancellationToken))
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
