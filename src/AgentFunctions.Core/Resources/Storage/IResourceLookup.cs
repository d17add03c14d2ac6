namespace AgentFunctions.Core.Resources.Storage;

/// <summary>Finds live resources: those stored, or those as they will be after a change.</summary>
internal interface IResourceLookup
{
    /// <summary>The resource, or null.</summary>
    ValueTask<StoredResource?> FindAsync(string tenantId, string kind, string id, CancellationToken cancellationToken);

    /// <summary>All live resources of a kind whose documents match, in no particular order.</summary>
    IAsyncEnumerable<StoredResource> ListAllAsync(string tenantId, string kind, Documents.DocumentFilter? filter, CancellationToken cancellationToken);
}
