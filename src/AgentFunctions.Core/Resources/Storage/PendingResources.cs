using System.Runtime.CompilerServices;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Resources.Storage;

/// <summary>The resources as they will be: what is stored, under what is about to be written or deleted.</summary>
internal sealed class PendingResources(IResourceLookup stored) : IResourceLookup
{
    private readonly Dictionary<(string Kind, string Id), StoredResource> _pending = [];

    public IEnumerable<StoredResource> All => _pending.Values;

    public void Add(StoredResource resource) => _pending[(resource.Kind, resource.Id)] = resource;

    /// <summary>The pending state of a resource, which may be a tombstone; null when it is not about to change.</summary>
    public StoredResource? Find(string kind, string id) => _pending.GetValueOrDefault((kind, id));

    public ValueTask<StoredResource?> FindAsync(string tenantId, string kind, string id, CancellationToken cancellationToken) =>
        _pending.TryGetValue((kind, id), out var pending) ? new(pending.Deleted ? null : pending) : stored.FindAsync(tenantId, kind, id, cancellationToken);

    /// <summary>The filter is applied to what is stored only; what is pending is given whole.</summary>
    public async IAsyncEnumerable<StoredResource> ListAllAsync(string tenantId, string kind, DocumentFilter? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var pending in _pending.Values)
        {
            if (pending.Kind == kind && !pending.Deleted) yield return pending;
        }

        await foreach (var resource in stored.ListAllAsync(tenantId, kind, filter, cancellationToken))
        {
            if (!_pending.ContainsKey((resource.Kind, resource.Id))) yield return resource;
        }
    }
}
