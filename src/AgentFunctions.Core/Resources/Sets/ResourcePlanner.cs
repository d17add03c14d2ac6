using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>
/// Decides what a set of wanted resources changes, and whether it may: rights, owners, rules of the kinds, references both ways. The order of the items does not matter, since everything is checked against the
/// state after the change. One resource is a set of one.
/// </summary>
internal sealed class ResourcePlanner(ResourceDocuments documents, ReferenceCheck references, TimeProvider time)
{
    public async ValueTask<Outcome<IReadOnlyList<PlannedChange>>> PlanAsync(Actor actor, PlanRequest request, long sequence, CancellationToken cancellationToken)
    {
        var pending = new PendingResources(documents);
        var changes = new List<PlannedChange>(request.Items.Count);
        foreach (var item in request.Items)
        {
            var last = await documents.ReadAsync(actor.TenantId, item.Kind.Name, item.Id, cancellationToken);
            var change = Change(actor, request, item, last, sequence);
            if (change.IsChange) pending.Add(change.Next);
            changes.Add(change);
        }

        if (request.Prune) await PruneAsync(actor, request, sequence, pending, changes, cancellationToken);
        foreach (var change in changes)
        {
            // What stays as it is as well: the answer would tell whoever may not see it that they guessed right.
            if (await RefuseAsync(actor, request, change, pending, cancellationToken) is { } refused) return refused;
        }

        var findings = new Findings();
        var conflicts = new QuotaConflicts(actor, pending);
        for (var i = 0; i < changes.Count; i++)
        {
            if (findings.IsFull) break;
            if (changes[i].IsChange) changes[i] = await CheckAsync(actor, changes[i], pending, conflicts, findings, cancellationToken);
        }

        return findings.Any ? findings.ToError(request.Items.Count == 1 && request.Items[0].Path.Length == 0 ? $"{request.Items[0].Kind.Name}/{request.Items[0].Id}" : "The set") : changes;
    }

    private PlannedChange Change(Actor actor, PlanRequest request, PlannedItem item, StoredResource? last, long sequence)
    {
        var current = last is { Deleted: false } ? last : null;
        var owner = request.ManagedBy ?? current?.ManagedBy;
        var isSameSpec = current?.Spec is { } same && JsonElement.DeepEquals(same, item.Spec);
        if (isSameSpec && current!.ManagedBy == owner) return new PlannedChange(current, current, item.Path);
        var now = time.GetUtcNow();
        var next = new StoredResource
        {
            Kind = item.Kind.Name,
            Id = item.Id,
            Seq = sequence,
            Version = (last?.Version ?? 0) + 1,
            Etag = ResourceETag.Of(sequence, item.Spec),
            SpecVersion = isSameSpec ? current!.SpecVersion ?? current.Version : null,
            SpecEtag = isSameSpec ? current!.SpecEtag ?? current.Etag : null,
            CreatedAt = current?.CreatedAt ?? now,
            UpdatedAt = now,
            UpdatedBy = actor.By,
            Deleted = false,
            Wildcard = item.Id.EndsWith('*'),
            Refs = current?.Refs ?? [],
            Spec = item.Spec,
            Secrets = current?.Secrets,
            State = last?.State,
            ManagedBy = owner,
        };
        return new PlannedChange(current, next, item.Path);
    }

    /// <summary>Deletes what the set owns and no longer names.</summary>
    private async ValueTask PruneAsync(Actor actor, PlanRequest request, long sequence, PendingResources pending, List<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var named = request.Items.Select(i => (i.Kind.Name, i.Id)).ToHashSet();
        var owned = DocumentFilter.Equal("managedBy", request.ManagedBy);
        var now = time.GetUtcNow();
        foreach (var kind in ResourceKinds.All.Reverse())
        {
            await foreach (var stored in documents.ListAllAsync(actor.TenantId, kind.Name, owned, cancellationToken))
            {
                if (named.Contains((stored.Kind, stored.Id)) || !await MayPruneAsync(actor, kind, stored, cancellationToken)) continue;
                var buried = ResourceDocuments.Bury(stored, sequence, actor.By, now);
                pending.Add(buried);
                changes.Add(new PlannedChange(stored, buried, ""));
            }
        }
    }

    /// <summary>What one may neither see nor change is not there to be pruned, not even to be refused by name. What one may only see is refused later.</summary>
    private async ValueTask<bool> MayPruneAsync(Actor actor, ResourceKind kind, StoredResource stored, CancellationToken cancellationToken) =>
        await ResourceGuard.CanReadAsync(actor, stored, documents, cancellationToken) || await ResourceGuard.CheckWriteAsync(actor, kind.WriteScope, kind, stored, null, documents, cancellationToken) is null;

    /// <summary>What the stored spec names, for the rule about secrets that are named anew; nothing where none is named now.</summary>
    private static IReadOnlyList<ResourceReference> NamedBefore(ResourceKind kind, PlannedChange change, IReadOnlyList<ResourceReference> named) =>
        change.Current?.Spec is { } spec && named.Any(static r => r.Kind == StoredSecret.KindName) ? kind.Check(change.Next.Id, spec, null, new Findings()) : [];

    /// <summary>Rights and owners.</summary>
    private static async ValueTask<ApiError?> RefuseAsync(Actor actor, PlanRequest request, PlannedChange change, PendingResources pending, CancellationToken cancellationToken)
    {
        var kind = ResourceKinds.Find(change.Next.Kind)!;
        var error = await ResourceGuard.CheckWriteAsync(actor, kind.WriteScope, kind, change.Current, change.Next.Deleted ? null : change.Next, pending, cancellationToken);
        if (error is null && request.ManagedBy is { } owner && !request.Force && change.Current?.ManagedBy is { } other && other != owner) error = ResourceErrors.Owned(change.Next.Kind, change.Next.Id, other);
        return error is null || change.Path.Length == 0 ? error : error with { Param = change.Path.TrimEnd('.') };
    }

    /// <summary>Rules of the kind and references; deletions: that nothing names it any more.</summary>
    private async ValueTask<PlannedChange> CheckAsync(Actor actor, PlannedChange change, PendingResources pending, QuotaConflicts conflicts, Findings findings, CancellationToken cancellationToken)
    {
        var (next, kind) = (change.Next, ResourceKinds.Find(change.Next.Kind)!);
        if (next.Deleted)
        {
            // All of them: those that the set deletes or changes as well may be any of them.
            foreach (var referrer in await documents.ReferrersAsync(actor.TenantId, ResourceKinds.NamersOf(kind.Name), kind.Name, next.Id, int.MaxValue, cancellationToken))
            {
                if (pending.Find(referrer.Kind, referrer.Id) is not null) continue;
                var name = await ResourceGuard.CanReadAsync(actor, referrer, documents, cancellationToken) ? $"{referrer.Kind}/{referrer.Id}" : "something this key may not see";
                findings.Add($"{next.Kind}/{next.Id}", $"would be pruned, but {name} names it: change or delete that first, or keep it in the set");
            }

            return change with { Team = await ResourceGuard.TeamOfAsync(actor.TenantId, change.Current!, documents, cancellationToken) };
        }

        var own = new Findings();
        var named = kind.Check(next.Id, next.Spec!.Value, change.Current?.Spec, own);

        // Before the references: whether a model exists that is not open to the team is not said.
        if (!own.Any && kind == ResourceKinds.Agents) await TeamModelsCheck.CheckAsync(actor.TenantId, next, pending, own, cancellationToken);
        if (kind == ResourceKinds.Workflows) await new WorkflowSetCheck(actor.TenantId, pending).CheckAsync(next, own, cancellationToken);
        if (!own.Any && kind == ResourceKinds.Subscriptions) await SubscriptionTeamCheck.CheckAsync(actor.TenantId, next, pending, own, cancellationToken);
        if (!own.Any && kind == ResourceKinds.Quotas) await conflicts.CheckAsync(next, own, cancellationToken);
        var links = own.Any ? [] : await references.ResolveAsync(actor, named, NamedBefore(kind, change, named), pending, own, cancellationToken);
        foreach (var finding in own.Items) findings.Add(change.Path + finding.Path, finding.Message);
        var linked = next with { Refs = links };
        pending.Add(linked);
        return change with { Next = linked, Team = await ResourceGuard.TeamOfAsync(actor.TenantId, linked, pending, cancellationToken) };
    }
}
