using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Payloads;

/// <summary>Content too large for a document or a workflow payload. A reference is of its tenant and owner only and cannot be guessed.</summary>
/// <exception cref="DocumentStoreUnavailableException">The store cannot be reached.</exception>
public interface IPayloadStore
{
    /// <summary>Keeps content until its owner is purged. The same content again gives the same reference.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="owner">What it is purged with, <c>runs/{id}</c> or <c>sessions/{id}</c>.</param>
    /// <param name="content">At most 64 MiB.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <returns>The reference, <c>pl_…</c>.</returns>
    ValueTask<string> PutAsync(string tenantId, string owner, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The content; null where there is none of this tenant and owner.</summary>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken);

    /// <summary>Removes one content; nothing where there is none.</summary>
    ValueTask RemoveAsync(string tenantId, string owner, string reference, CancellationToken cancellationToken);

    /// <summary>Removes everything of an owner.</summary>
    ValueTask PurgeAsync(string tenantId, string owner, CancellationToken cancellationToken);

    /// <summary>Removes everything of every owner of a tenant that is gone.</summary>
    ValueTask PurgeTenantAsync(string tenantId, CancellationToken cancellationToken);
}
