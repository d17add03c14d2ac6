using System.Runtime.CompilerServices;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;

namespace AgentFunctions.Core.Notifications;

/// <summary>Walks the keys of every tenant. Their ends are compared as moments and not as text, since whoever declared a key may have written another offset.</summary>
internal sealed class ExpiringKeys(ITenantDirectory tenants, ResourceDocuments documents) : IExpiringKeys
{
    public async IAsyncEnumerable<ExpiringKey> ListAsync(DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var tenantId in tenants.ListAsync(cancellationToken))
        {
            await foreach (var stored in documents.ListAllAsync(tenantId, ResourceKinds.KeyKind.Name, null, cancellationToken))
            {
                if (stored.Secrets?.RevokedAt is not null || ResourceKinds.KeyKind.Read(stored.Spec!.Value).ExpiresAt is not { } end || end < from || end > until) continue;
                yield return new ExpiringKey(tenantId, stored.Id, await ResourceGuard.TeamOfAsync(tenantId, stored, documents, cancellationToken), end);
            }
        }
    }
}
