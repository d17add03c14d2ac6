using System.Text.Json;
using AgentFunctions.Core.Activity.Reading;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Resources.Sets;
using AgentFunctions.Core.Resources.Storage;
using AgentFunctions.Core.Resources.TenantDirectory;

namespace AgentFunctions.Core.Resources;

/// <summary>The declared state of tenants: the one place where resources are read and written by whoever declares them. Calls are decided on <see cref="IControlPlane"/>.</summary>
public sealed class ResourceStore
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    /// <summary>Bytes of one resource's body.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    private const int ShownReferrers = 20;

    private readonly TimeProvider _time;
    private readonly ResourceDocuments _documents;
    private readonly TenantChanges _changes;
    private readonly VersionDocuments _versions;
    private readonly ResourcePlanner _planner;
    private readonly TenantRegister _tenants;
    private readonly LastUses _lastUses;

    internal ResourceStore(ResourceDocuments documents, TenantChanges changes, VersionDocuments versions, ResourcePlanner planner, TenantRegister tenants, LastUses lastUses, TimeProvider time)
    {
        _documents = documents;
        _changes = changes;
        _versions = versions;
        _planner = planner;
        _tenants = tenants;
        _lastUses = lastUses;
        _time = time;
    }

    /// <summary>Creates the tenant if it does not exist; done at every start for <c>default</c>.</summary>
    public ValueTask EnsureTenantAsync(string tenantId, CancellationToken cancellationToken) => _tenants.EnsureAsync(tenantId, cancellationToken);

    public async ValueTask<Outcome<ResourceEntry>> GetAsync(Actor actor, ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        if (kind.CheckId(id) is { } wrong) return WrongId(wrong);
        if (await FindVisibleAsync(actor, kind, id, cancellationToken) is not { } stored) return NotFound(kind, id);
        return (await WithLastUsesAsync(actor, kind, [Entry(Home(actor, kind, id).TenantId, stored)], cancellationToken))[0];
    }

    /// <param name="actor">Who asks; sees only what is theirs.</param>
    /// <param name="kind">Which kind.</param>
    /// <param name="limit">Entries in a page, 1 to <see cref="MaxLimit"/>; null for <see cref="DefaultLimit"/>.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Outcome<ResourcePage>> ListAsync(Actor actor, ResourceKind kind, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = limit ?? DefaultLimit;
        if (count is < 1 or > MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be from 1 to {MaxLimit}.");
        string? after = null;
        if (cursor is not null && !ResourceCursor.TryRead(cursor, kind.Name, out after)) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        await _versions.SettleAsync(actor.TenantId, cancellationToken);
        var items = new List<ResourceEntry>(count);
        var source = kind == ResourceKinds.Tenants
            ? _tenants.ListAsync(actor, after, cancellationToken)
            : _documents.ListAsync(actor.TenantId, kind.Name, after, Math.Min(count + 1, DocumentLimits.MaxPageSize), null, cancellationToken);
        await foreach (var stored in source)
        {
            if (!await ResourceGuard.CanReadAsync(actor, stored, _documents, cancellationToken)) continue;
            if (items.Count == count) return new ResourcePage(await WithLastUsesAsync(actor, kind, items, cancellationToken), ResourceCursor.Write(kind.Name, items[^1].Id));
            items.Add(Entry(Home(actor, kind, stored.Id).TenantId, stored));
        }

        return new ResourcePage(await WithLastUsesAsync(actor, kind, items, cancellationToken), null);
    }

    /// <summary>Creates or replaces. The same spec again changes nothing: same ETag, same version.</summary>
    public async ValueTask<Outcome<ResourceWrite>> PutAsync(Actor actor, ResourceKind kind, string id, ReadOnlyMemory<byte> body, WriteCondition condition, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        if (kind.CheckId(id) is { } wrong) return WrongId(wrong);
        if (ReadBody(kind, id, body, findings) is not { } spec) return findings.ToError($"{kind.Name}/{id}");
        if (kind == ResourceKinds.Tenants)
        {
            if (!actor.Access.IsPlatform) return ResourceErrors.PlatformOnly;
            await _tenants.OpenAsync(id, cancellationToken);
        }

        return await WriteAsync(Home(actor, kind, id), kind, id, spec, condition, ChangeOperations.Updated, cancellationToken);
    }

    /// <summary>Deletes; refused with the referrers while something names it.</summary>
    public ValueTask<Outcome<ResourceEntry>> DeleteAsync(Actor actor, ResourceKind kind, string id, string? ifMatch, CancellationToken cancellationToken)
    {
        if (kind.CheckId(id) is { } wrong) return new(WrongId(wrong));
        if (kind == ResourceKinds.Tenants) return actor.Access.IsPlatform ? _tenants.DeleteAsync(Home(actor, kind, id), id, ifMatch, cancellationToken) : new(ResourceErrors.PlatformOnly);
        return _changes.RunAsync<ResourceEntry>(
            actor,
            async (sequence, ct) =>
            {
                if (await _documents.FindAsync(actor.TenantId, kind.Name, id, ct) is not { } stored) return NotFound(kind, id);
                if (await ResourceGuard.CheckWriteAsync(actor, kind.WriteScope, kind, stored, null, _documents, ct) is { } refused) return refused;
                if (new WriteCondition(ifMatch).Refusal(stored) is { } failed) return failed;
                if (await InUseAsync(actor, kind.Name, id, ct) is { } inUse) return inUse;
                var team = await ResourceGuard.TeamOfAsync(actor.TenantId, stored, _documents, ct);
                return new TenantStep<ResourceEntry>(
                    Entry(actor.TenantId, stored), new ResourceChange(ResourceDocuments.Bury(stored, sequence, actor.By, _time.GetUtcNow()), ChangeOperations.Deleted, team));
            },
            cancellationToken);
    }

    /// <summary>The resource if the actor may see it.</summary>
    internal async ValueTask<StoredResource?> FindVisibleAsync(Actor actor, ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        if (kind.CheckId(id) is not null) return null;
        var home = Home(actor, kind, id);
        if (home.TenantId != actor.TenantId && !actor.Access.IsPlatform) return null;
        if (await _versions.SettleAsync(home.TenantId, cancellationToken) is null) return null;
        return await _documents.FindAsync(home.TenantId, kind.Name, id, cancellationToken) is { } stored && await ResourceGuard.CanReadAsync(actor, stored, _documents, cancellationToken) ? stored : null;
    }

    /// <summary>The resource if the actor may see it, or what was left of it when it was deleted.</summary>
    internal async ValueTask<StoredResource?> FindEvenDeletedAsync(Actor actor, ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        if (await FindVisibleAsync(actor, kind, id, cancellationToken) is { } stored) return stored;
        var home = Home(actor, kind, id);
        if (home.TenantId != actor.TenantId && !actor.Access.IsPlatform) return null;
        return kind.CheckId(id) is null && await _documents.ReadAsync(home.TenantId, kind.Name, id, cancellationToken) is { Deleted: true } buried ? buried : null;
    }

    /// <summary>The actor in the tenant that holds the resource: a tenant's own document lies in that tenant.</summary>
    internal static Actor Home(Actor actor, ResourceKind kind, string id) => kind == ResourceKinds.Tenants && id != actor.TenantId ? actor with { TenantId = id } : actor;

    internal ValueTask<Outcome<ResourceWrite>> WriteAsync(
        Actor actor, ResourceKind kind, string id, JsonElement spec, WriteCondition condition, string operation, CancellationToken cancellationToken) => _changes.RunAsync<ResourceWrite>(
            actor,
            async (sequence, ct) =>
            {
                var plan = await _planner.PlanAsync(actor, new PlanRequest([new PlannedItem(kind, id, spec, "")]), sequence, ct);
                if (plan.Error is { } error) return error;
                var change = plan.Value![0];
                if (condition.Refusal(change.Current) is { } failed) return failed;
                var write = new ResourceWrite(Entry(actor.TenantId, change.Next), change.Current is null, change.IsChange);
                if (!change.IsChange) return write;
                var stored = change.ToChange();
                return new TenantStep<ResourceWrite>(write, stored.Operation == ChangeOperations.Updated ? stored with { Operation = operation } : stored);
            },
            cancellationToken);

    /// <summary>What is wrong with a body apart from what it names; the spec when nothing is.</summary>
    internal static JsonElement? ReadBody(ResourceKind kind, string id, ReadOnlyMemory<byte> body, Findings findings)
    {
        if (body.Length > MaxBodyBytes) findings.Add("$", $"is larger than {MaxBodyBytes} bytes");
        return findings.Any || JsonInspector.Parse(body.Span, findings) is not { } root ? null : ResourceBody.Read(kind, id, root, findings);
    }

    private async ValueTask<ApiError?> InUseAsync(Actor actor, string kind, string id, CancellationToken cancellationToken)
    {
        var referrers = await _documents.ReferrersAsync(actor.TenantId, ResourceKinds.NamersOf(kind), kind, id, ShownReferrers, cancellationToken);
        if (referrers.Count == 0) return null;
        var visible = new List<StoredResource>(referrers.Count);
        foreach (var referrer in referrers)
        {
            if (await ResourceGuard.CanReadAsync(actor, referrer, _documents, cancellationToken)) visible.Add(referrer);
        }

        return ResourceErrors.InUse(kind, id, visible, hidden: visible.Count < referrers.Count);
    }

    private async ValueTask<IReadOnlyList<ResourceEntry>> WithLastUsesAsync(Actor actor, ResourceKind kind, IReadOnlyList<ResourceEntry> entries, CancellationToken cancellationToken)
    {
        if (kind != ResourceKinds.Keys) return entries;
        var uses = await _lastUses.OfKeysAsync(actor.TenantId, entries.Select(static e => e.Id), cancellationToken);
        return [.. entries.Select(e => uses.TryGetValue(e.Id, out var at) && at >= e.CreatedAt ? e with { LastUsedAt = at } : e)];
    }

    private static ApiError WrongId(string wrong) => ApiErrors.InvalidRequest("id", $"The id in the address {wrong}.");

    private static ApiError NotFound(ResourceKind kind, string id) => ResourceErrors.NotFound(kind.Name, id);

    private ResourceEntry Entry(string tenantId, StoredResource stored) => ResourceDocuments.ToEntry(tenantId, stored, _time.GetUtcNow());
}
