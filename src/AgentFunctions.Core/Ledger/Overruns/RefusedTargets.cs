using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Costs;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Notifications;

namespace AgentFunctions.Core.Ledger.Overruns;

/// <summary>
/// The targets that went beyond a bound: documents <c>t:{hash}</c> beside the counters. Every process knows within 2 s; one that cannot read them refuses.
/// </summary>
public sealed class RefusedTargets(IDocumentStore store, TimeProvider time)
{
    private const string Prefix = "t:";
    private const int HashBytes = 16;
    private static readonly TimeSpan MaxStaleness = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, (long ReadAt, IReadOnlySet<string> Ids)> _known = new(StringComparer.Ordinal);

    public async ValueTask RefuseAsync(string tenantId, string provider, string deployment, string callId, LedgerAmounts beyond, CancellationToken cancellationToken)
    {
        var target = new RefusedTarget
        {
            Id = Id(provider, deployment), Provider = provider, Deployment = deployment, CallId = callId, At = time.GetUtcNow(), Tokens = beyond.Tokens, NanoDollars = beyond.NanoDollars,
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(target, OverrunJson.Default.RefusedTarget);
        await store.UpsertAsync(LedgerDocuments.Partition(tenantId), new DocumentWrite(Prefix + target.Id, body), cancellationToken);
        _known.TryRemove(tenantId, out _);
        await store.ExecuteBatchAsync(NotificationOutbox.Partition(tenantId), [NotificationOutbox.ToOperation(ToEvent(tenantId, target))], cancellationToken);
    }

    /// <exception cref="DocumentStoreUnavailableException">It is not known; do not use the target.</exception>
    public ValueTask<bool> IsRefusedAsync(string tenantId, string provider, string deployment, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(tenantId, out var known) || time.GetElapsedTime(known.ReadAt) > MaxStaleness) return ReadAsync(tenantId, provider, deployment, cancellationToken);
        return new ValueTask<bool>(known.Ids.Count > 0 && known.Ids.Contains(Id(provider, deployment)));
    }

    /// <summary>All of a tenant, by id.</summary>
    public async ValueTask<IReadOnlyList<RefusedTarget>> ListAsync(string tenantId, CancellationToken cancellationToken)
    {
        var targets = new List<RefusedTarget>();
        var query = new DocumentQuery(IdPrefix: Prefix);
        do
        {
            var page = await store.QueryAsync(LedgerDocuments.Partition(tenantId), query, cancellationToken);
            foreach (var document in page.Items) targets.Add(JsonSerializer.Deserialize(document.Body.Span, OverrunJson.Default.RefusedTarget)!);
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return targets;
    }

    /// <summary>Lets a target be used again; false where it was not refused.</summary>
    public async ValueTask<bool> ClearAsync(string tenantId, string id, CancellationToken cancellationToken)
    {
        if (id.Length != HashBytes * 2 || !id.All(char.IsAsciiHexDigitLower)) return false;
        var result = await store.DeleteAsync(LedgerDocuments.Partition(tenantId), Prefix + id, null, cancellationToken);
        _known.TryRemove(tenantId, out _);
        return result.IsOk;
    }

    private async ValueTask<bool> ReadAsync(string tenantId, string provider, string deployment, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var ids = (await ListAsync(tenantId, cancellationToken)).Select(static target => target.Id).ToHashSet(StringComparer.Ordinal);
        _known[tenantId] = (readAt, ids);
        return ids.Contains(Id(provider, deployment));
    }

    private static string Id(string provider, string deployment) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{provider}\n{deployment}")).AsSpan(0, HashBytes));

    private static NotificationEvent ToEvent(string tenantId, RefusedTarget target) => NotificationEvents.Create(
        EventTypes.TargetOverrun,
        NotificationSeverity.Critical,
        tenantId,
        team: null,
        $"providers/{target.Provider}",
        string.Create(CultureInfo.InvariantCulture, $"Provider {target.Provider} used {target.Tokens} tokens ({new NanoDollars(target.NanoDollars)} USD) more than '{target.Deployment}' was asked to keep to. The target is refused until it is cleared: DELETE /api/overruns/{target.Id}."),
        target.At,
        ("provider", target.Provider),
        ("deployment", target.Deployment),
        ("call", target.CallId),
        ("overrun", target.Id));
}
