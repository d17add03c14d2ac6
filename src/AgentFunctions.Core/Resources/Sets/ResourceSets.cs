using System.Runtime.CompilerServices;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>Sets of resources: applied all or nothing, tried without writing, exported.</summary>
public sealed class ResourceSets
{
    private static readonly JsonElement Nothing = JsonSerializer.Deserialize("{}", ResourceJson.Default.JsonElement);

    private readonly ResourceDocuments _documents;
    private readonly TenantChanges _changes;
    private readonly VersionDocuments _versions;
    private readonly ResourcePlanner _planner;
    private readonly TimeProvider _time;

    internal ResourceSets(ResourceDocuments documents, TenantChanges changes, VersionDocuments versions, ResourcePlanner planner, TimeProvider time)
    {
        _documents = documents;
        _changes = changes;
        _versions = versions;
        _planner = planner;
        _time = time;
    }

    /// <summary>Applies a set. The error lists every finding with its item; then nothing was written. A set that changes nothing writes nothing.</summary>
    public ValueTask<Outcome<ResourceSetResult>> ApplyAsync(Actor actor, ResourceSet set, CancellationToken cancellationToken) => ApplyAsync(actor, set, extra: [], cancellationToken);

    /// <summary>The same with documents of our own in the same write.</summary>
    internal async ValueTask<Outcome<ResourceSetResult>> ApplyAsync(Actor actor, ResourceSet set, IReadOnlyList<BatchOperation> extra, CancellationToken cancellationToken)
    {
        if (set.Prune && string.IsNullOrEmpty(set.ManagedBy)) return ApiErrors.InvalidRequest("managedBy", "prune deletes what a set owns and no longer names, so it needs managedBy.");
        if (set.ManagedBy is { } owner && !OwnerNames.IsValid(owner)) return ApiErrors.InvalidRequest("managedBy", $"managedBy {OwnerNames.Rule}.");
        var findings = new Findings();
        var items = ResourceSetReader.Read(set, findings);
        if (findings.Any) return findings.ToError("The set");
        return set.DryRun ? await _changes.RunUrgentAsync<ResourceSetResult>(actor, DecideAsync, cancellationToken) : await _changes.RunAsync<ResourceSetResult>(actor, DecideAsync, cancellationToken);

        async ValueTask<TenantStep<ResourceSetResult>> DecideAsync(long sequence, CancellationToken ct)
        {
            var plan = await _planner.PlanAsync(actor, new PlanRequest(items, set.ManagedBy, set.Prune, set.Force), sequence, ct);
            if (plan.Error is { } error) return error;
            List<ResourceChange> changes = [.. plan.Value!.Where(c => c.IsChange).Select(c => c.ToChange())];
            var writes = !set.DryRun && (changes.Count > 0 || extra.Count > 0);
            var result = new ResourceSetResult(set.DryRun, writes ? sequence : sequence - 1, [.. plan.Value!.Select(c => Describe(actor, c))]);
            return writes ? new TenantStep<ResourceSetResult>(result, changes, extra) : result;
        }
    }

    /// <summary>Everything the actor may see, in an order in which it can be applied; tenants, secrets and hashes of keys are never among it.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="managedBy">Only what this set owns; null for all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async IAsyncEnumerable<ResourceEntry> ExportAsync(Actor actor, string? managedBy, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _versions.SettleAsync(actor.TenantId, cancellationToken);
        var owned = managedBy is null ? null : DocumentFilter.Equal("managedBy", managedBy);
        foreach (var kind in ResourceKinds.All.Where(k => k != ResourceKinds.Tenants))
        {
            await foreach (var stored in _documents.ListAsync(actor.TenantId, kind.Name, null, DocumentLimits.MaxPageSize, owned, cancellationToken))
            {
                if (await ResourceGuard.CanReadAsync(actor, stored, _documents, cancellationToken)) yield return ResourceDocuments.ToEntry(actor.TenantId, stored, _time.GetUtcNow());
            }
        }
    }

    private static ResourceSetChange Describe(Actor actor, PlannedChange change)
    {
        var next = change.Next;
        IReadOnlyList<JsonDifference> differences = change.Action switch
        {
            "unchanged" or "delete" => [],
            _ => JsonDifference.Between("spec", change.Current?.Spec ?? Nothing, next.Spec),
        };
        if (change.Action == "update" && change.Current!.ManagedBy != next.ManagedBy)
            differences = [.. differences, new JsonDifference("managedBy", Text(change.Current.ManagedBy), Text(next.ManagedBy))];

        // Writing is no way to read: what was there is shown to those who may see it.
        if (!actor.Access.Covers(AccessScopes.ResourcesRead, change.Team)) differences = [.. differences.Select(d => d with { From = null })];
        return new ResourceSetChange(next.Kind, next.Id, change.Action, next.Version, differences);
    }

    private static JsonElement? Text(string? value) => value is null ? null : JsonSerializer.SerializeToElement(value, ResourceJson.Default.String);
}
