using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Functions.Durable.Children;

/// <summary>
/// What Durable Task does not keep: that a purged id was used, and whose child an instance is. Its host starts an ended child's id anew, forgets an id with its purge, and ends and purges an instance without its children.
/// Container <c>runs</c>, partition (tenant, <c>_instances</c>): one document an id; partition (tenant, <c>_children.{hash of the parent}</c>): one document a child.
/// </summary>
internal sealed class InstanceBook(IDocumentStore store)
{
    /// <summary>null: nothing is known of the id.</summary>
    public async ValueTask<StoredInstance?> FindAsync(string instanceId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(Instances(instanceId), instanceId, cancellationToken)).Document is { } document ? JsonSerializer.Deserialize(document.Body.Span, InstanceJson.Default.StoredInstance) : null;

    /// <summary>Gives the id to the parent; false where it is another's. The same claim again is true.</summary>
    public async ValueTask<bool> ClaimAsync(ChildClaim claim, CancellationToken cancellationToken)
    {
        var mine = new StoredInstance(claim.ParentId, claim.Claim, IsPurged: false);
        var created = await store.CreateAsync(Instances(claim.ChildId), Write(claim.ChildId, mine), cancellationToken);
        if (!created.IsOk && await FindAsync(claim.ChildId, cancellationToken) != mine) return false;
        await store.UpsertAsync(ChildrenPartition(claim.ParentId), Write(claim.ChildId, mine), cancellationToken);
        return true;
    }

    /// <summary>The ids a parent was given, whether or not it started them.</summary>
    public async IAsyncEnumerable<string> ChildrenOfAsync(string parentId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery();
        do
        {
            var page = await store.QueryAsync(ChildrenPartition(parentId), query, cancellationToken);
            foreach (var document in page.Items) yield return document.Id;
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }

    /// <summary>The id is never used again. Written before anything of the instance goes.</summary>
    public async ValueTask PurgedAsync(string instanceId, CancellationToken cancellationToken) =>
        await store.UpsertAsync(Instances(instanceId), Write(instanceId, new StoredInstance(null, Guid.Empty, IsPurged: true)), cancellationToken);

    /// <summary>The child is gone from its parent's list.</summary>
    public async ValueTask ForgetChildAsync(string parentId, string childId, CancellationToken cancellationToken) =>
        await store.DeleteAsync(ChildrenPartition(parentId), childId, null, cancellationToken);

    private static DocumentWrite Write(string id, StoredInstance instance) => new(id, JsonSerializer.SerializeToUtf8Bytes(instance, InstanceJson.Default.StoredInstance));

    private static DocumentPartition Instances(string instanceId) => new(DocumentContainer.Runs, TenantOf(instanceId), "_instances");

    private static DocumentPartition ChildrenPartition(string parentId) =>
        new(DocumentContainer.Runs, TenantOf(parentId), "_children." + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(parentId)).AsSpan(0, 16)));

    /// <summary>Ids of runs and of their children begin with the tenant's; what has none belongs to the system.</summary>
    private static string TenantOf(string instanceId) => instanceId.IndexOf(':', StringComparison.Ordinal) is > 0 and var end ? instanceId[..end] : Tenants.System;
}
