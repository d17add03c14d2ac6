using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Usage.Reconciling;

/// <summary>Since when a counter counts everything: since its quota stands as it does.</summary>
internal sealed class DeclaredQuotas
{
    /// <summary>Within this time every process knows a quota.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromSeconds(2);

    private readonly List<(QuotaScope Scope, QuotaSpec Spec, DateTimeOffset Since)> _quotas = [];

    public static async ValueTask<DeclaredQuotas> ReadAsync(ResourceDocuments documents, string tenantId, CancellationToken cancellationToken)
    {
        var declared = new DeclaredQuotas();
        await foreach (var stored in documents.ListAllAsync(tenantId, ResourceKinds.QuotaKind.Name, null, cancellationToken))
        {
            if (stored.Spec is not { } json) continue;
            var spec = ResourceKinds.QuotaKind.Read(json);
            if (QuotaScopes.Parse(spec.Scope, out var scope) is null) declared._quotas.Add((scope, spec, stored.UpdatedAt + Spread));
        }

        return declared;
    }

    /// <summary>Whether some quota made the counter count from the begin of its window on.</summary>
    public bool Cover(LedgerCounter counter) => _quotas.Any(quota =>
        quota.Spec.Unit == counter.Unit && quota.Spec.Window == counter.Window.Kind && quota.Scope.Covers(counter.Limited) && quota.Since <= counter.Window.From);
}
