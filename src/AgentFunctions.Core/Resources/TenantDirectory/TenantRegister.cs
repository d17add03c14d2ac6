using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Resources.TenantDirectory;

/// <summary>
/// Tenants. A tenant's own resource lies in its own partition, so that its state is confirmed with everything else of it by one point read; the directory in the system's partition only says where to look. An entry is
/// written before the tenant and read through, so a process killed in between leaves an entry that leads nowhere, which is not shown.
/// </summary>
internal sealed class TenantRegister(IDocumentStore store, ResourceDocuments documents, VersionDocuments versions, TenantChanges changes, ResourcePlanner planner, SecretDocuments secrets, TenantPurge purge, TimeProvider time)
    : ITenantDirectory
{
    private static readonly DocumentPartition Directory = new(DocumentContainer.Resources, Tenants.System);
    private static readonly JsonElement EmptySpec = JsonSerializer.Deserialize("{}", ResourceJson.Default.JsonElement);

    /// <summary>Creates the tenant with an empty spec if it does not exist.</summary>
    public async ValueTask EnsureAsync(string tenantId, CancellationToken cancellationToken)
    {
        await OpenAsync(tenantId, cancellationToken);
        if (await documents.FindAsync(tenantId, ResourceKinds.TenantKind.Name, tenantId, cancellationToken) is not null) return;
        await changes.RunAsync<ResourceWrite>(
            Actor.System(tenantId),
            async (sequence, ct) =>
            {
                var plan = await planner.PlanAsync(Actor.System(tenantId), new PlanRequest([new PlannedItem(ResourceKinds.Tenants, tenantId, EmptySpec, "")]), sequence, ct);
                var change = plan.Value![0];
                var write = new ResourceWrite(ResourceDocuments.ToEntry(tenantId, change.Next, time.GetUtcNow()), change.Current is null, change.IsChange);
                return change.IsChange ? new TenantStep<ResourceWrite>(write, change.ToChange()) : write;
            },
            cancellationToken);
    }

    /// <summary>Makes room for a tenant: its directory entry and its version document.</summary>
    public async ValueTask OpenAsync(string tenantId, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new StoredTenant(tenantId), ResourceJson.Default.StoredTenant);
        await store.CreateAsync(Directory, new DocumentWrite(StoredTenant.DocumentId(tenantId), body), cancellationToken);
        if (await versions.ReadAsync(tenantId, cancellationToken) is null) await purge.RunAsync(tenantId, cancellationToken);
        await versions.EnsureAsync(tenantId, cancellationToken);
    }

    /// <summary>The tenants that the actor may see, in order: all for the platform, their own for others.</summary>
    public async IAsyncEnumerable<StoredResource> ListAsync(Actor actor, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!actor.Access.IsPlatform)
        {
            if (string.CompareOrdinal(actor.TenantId, after) > 0 && await FindAsync(actor.TenantId, cancellationToken) is { } own) yield return own;
            yield break;
        }

        await foreach (var tenantId in ListEntriesAsync(after, cancellationToken))
        {
            if (await FindAsync(tenantId, cancellationToken) is { } tenant) yield return tenant;
        }
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var tenantId in ListEntriesAsync(null, cancellationToken))
        {
            if (await versions.ReadAsync(tenantId, cancellationToken) is not null) yield return tenantId;
        }
    }

    /// <summary>Closes a tenant that holds nothing any more. Its keys are gone by then, since they are resources.</summary>
    public ValueTask<Outcome<ResourceEntry>> DeleteAsync(Actor actor, string tenantId, string? ifMatch, CancellationToken cancellationToken)
    {
        if (tenantId == Tenants.Default) return new(new ApiError(409, ErrorCodes.Conflict, "The tenant 'default' always exists.") { ShouldRetry = false });
        return DeleteExistingAsync(actor, tenantId, ifMatch, cancellationToken);
    }

    private async ValueTask<Outcome<ResourceEntry>> DeleteExistingAsync(Actor actor, string tenantId, string? ifMatch, CancellationToken cancellationToken)
    {
        if (await versions.ReadAsync(tenantId, cancellationToken) is null) return ResourceErrors.NotFound(ResourceKinds.TenantKind.Name, tenantId);
        var outcome = await changes.RunAsync<ResourceEntry>(
            actor,
            async (sequence, ct) =>
            {
                if (await documents.FindAsync(tenantId, ResourceKinds.TenantKind.Name, tenantId, ct) is not { } stored) return ResourceErrors.NotFound(ResourceKinds.TenantKind.Name, tenantId);
                if (new WriteCondition(ifMatch).Refusal(stored) is { } failed) return failed;
                var left = await LeftAsync(tenantId, ct);
                if (left.Count > 0) return ResourceErrors.InUse(ResourceKinds.TenantKind.Name, tenantId, left);
                var closed = new BatchOperation.Patch(StoredVersion.DocumentId, [new PatchOperation.SetValue("phase", StoredVersion.Deleted)]);
                var buried = new ResourceChange(ResourceDocuments.Bury(stored, sequence, actor.By, time.GetUtcNow()), ChangeOperations.Deleted, null);
                return new TenantStep<ResourceEntry>(ResourceDocuments.ToEntry(tenantId, stored, time.GetUtcNow()), [buried], [closed]);
            },
            cancellationToken);
        if (outcome.Error is null) await purge.RunAsync(tenantId, cancellationToken);
        return outcome;
    }

    /// <summary>Some of what the tenant still holds.</summary>
    private async ValueTask<IReadOnlyList<StoredResource>> LeftAsync(string tenantId, CancellationToken cancellationToken)
    {
        const int Shown = 20;
        var left = new List<StoredResource>();
        foreach (var kind in ResourceKinds.All.Select(k => k.Name).Where(k => k != ResourceKinds.TenantKind.Name))
        {
            await foreach (var stored in documents.ListAllAsync(tenantId, kind, null, cancellationToken))
            {
                left.Add(stored);
                if (left.Count == Shown) return left;
            }
        }

        await foreach (var secret in secrets.ListAsync(tenantId, null, cancellationToken))
        {
            if (left.Count == Shown) break;
            left.Add(Shell(secret));
        }

        return left;
    }

    private static StoredResource Shell(StoredSecret secret) => new()
    {
        Kind = StoredSecret.KindName, Id = secret.Id, Seq = 0, Version = secret.Version, Etag = "", CreatedAt = default, UpdatedAt = default, Deleted = false, Wildcard = false, Refs = [],
    };

    private async ValueTask<StoredResource?> FindAsync(string tenantId, CancellationToken cancellationToken) =>
        await versions.ReadAsync(tenantId, cancellationToken) is null ? null : await documents.FindAsync(tenantId, ResourceKinds.TenantKind.Name, tenantId, cancellationToken);

    private async IAsyncEnumerable<string> ListEntriesAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new DocumentQuery(IdPrefix: StoredTenant.Prefix, IdAfter: after is null ? null : StoredTenant.DocumentId(after));
        do
        {
            var page = await store.QueryAsync(Directory, query, cancellationToken);
            foreach (var document in page.Items) yield return document.Id[StoredTenant.Prefix.Length..];
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
    }
}
