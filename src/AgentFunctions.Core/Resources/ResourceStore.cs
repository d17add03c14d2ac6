using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources;

/// <summary>The declared state of tenants: the one place where resources are read and written by whoever declares them. Calls are decided on <see cref="IControlPlane"/>.</summary>
public sealed class ResourceStore
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 500;

    /// <summary>Bytes of one resource's body.</summary>
    public const int MaxBodyBytes = 256 * 1024;

    private readonly TimeProvider _time;
    private readonly ResourceDocuments _documents;
    private readonly TenantChanges _changes;
    private readonly ReferenceCheck _references;

    internal ResourceStore(ResourceDocuments documents, TenantChanges changes, ReferenceCheck references, TimeProvider time)
    {
        _documents = documents;
        _changes = changes;
        _references = references;
        _time = time;
    }

    /// <summary>Creates the tenant if it does not exist; done at every start for <c>default</c>.</summary>
    public ValueTask EnsureTenantAsync(string tenantId, CancellationToken cancellationToken) => _changes.EnsureTenantAsync(tenantId, cancellationToken);

    public async ValueTask<Outcome<ResourceEntry>> GetAsync(string tenantId, ResourceKind kind, string id, CancellationToken cancellationToken)
    {
        if (kind.CheckId(id) is { } wrong) return WrongId(wrong);
        return await _documents.FindAsync(tenantId, kind.Name, id, cancellationToken) is { } stored ? Entry(tenantId, stored) : NotFound(kind, id);
    }

    /// <param name="tenantId">Owner.</param>
    /// <param name="kind">Which kind.</param>
    /// <param name="limit">Entries in a page, 1 to <see cref="MaxLimit"/>; null for <see cref="DefaultLimit"/>.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Outcome<ResourcePage>> ListAsync(string tenantId, ResourceKind kind, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = limit ?? DefaultLimit;
        if (count is < 1 or > MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be from 1 to {MaxLimit}.");
        string? after = null;
        if (cursor is not null && !ResourceCursor.TryRead(cursor, kind.Name, out after)) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        var found = await _documents.ListAsync(tenantId, kind.Name, after, Math.Min(count + 1, DocumentLimits.MaxPageSize), cancellationToken);
        var items = found.Take(count).Select(s => Entry(tenantId, s)).ToList();

        // At the largest page there is no room to look one ahead: a full page may have a next one that is empty.
        var more = found.Count > count || (count == DocumentLimits.MaxPageSize && found.Count == count);
        return new ResourcePage(items, more ? ResourceCursor.Write(kind.Name, items[^1].Id) : null);
    }

    /// <summary>Creates or replaces. The same spec again changes nothing: same ETag, same version.</summary>
    public ValueTask<Outcome<ResourceWrite>> PutAsync(
        string tenantId, ResourceKind kind, string id, ReadOnlyMemory<byte> body, WriteCondition condition, CancellationToken cancellationToken)
    {
        var findings = new Findings();
        if (kind.CheckId(id) is { } wrong) return new(WrongId(wrong));
        var spec = ReadBody(kind, id, body, findings);
        return findings.Any ? new(findings.ToError($"{kind.Name}/{id}")) : WriteAsync(tenantId, kind, id, spec!.Value, condition, extra: null, cancellationToken);
    }

    /// <summary>Deletes; refused with the referrers while something names it.</summary>
    public ValueTask<Outcome<ResourceEntry>> DeleteAsync(string tenantId, ResourceKind kind, string id, string? ifMatch, CancellationToken cancellationToken)
    {
        if (kind.CheckId(id) is { } wrong) return new(WrongId(wrong));
        return _changes.RunAsync<ResourceEntry>(
            tenantId,
            async (sequence, ct) =>
            {
                if (await _documents.FindAsync(tenantId, kind.Name, id, ct) is not { } stored) return NotFound(kind, id);
                if (Precondition(new WriteCondition(ifMatch), stored) is { } failed) return failed;
                var referrers = await _documents.ReferrersAsync(tenantId, kind.Name, id, ct);
                if (referrers.Count > 0) return ResourceErrors.InUse(kind.Name, id, referrers);
                return new TenantStep<ResourceEntry>(Entry(tenantId, stored), [ResourceDocuments.Bury(stored, sequence, _time.GetUtcNow())]);
            },
            cancellationToken);
    }

    /// <summary>What is wrong with a body apart from what it names; the spec when nothing is.</summary>
    internal static JsonElement? ReadBody(ResourceKind kind, string id, ReadOnlyMemory<byte> body, Findings findings)
    {
        if (body.Length > MaxBodyBytes) findings.Add("$", $"is larger than {MaxBodyBytes} bytes");
        if (findings.Any || JsonInspector.Parse(body.Span, findings) is not { } root) return null;
        SchemaValidator.Validate(root, kind.Schema.Root, "", findings);
        if (findings.Any) return null;
        if (root.TryGetProperty("id", out var named) && named.GetString() != id) findings.Add("id", "differs from the id in the address: make them equal or leave it out");
        var spec = root.GetProperty("spec");
        if (!findings.Any) kind.Check(id, spec, null, findings);
        return findings.Any ? null : spec;
    }

    /// <summary>Writes a spec that fits its schema, with whatever else belongs into the same batch.</summary>
    internal ValueTask<Outcome<ResourceWrite>> WriteAsync(
        string tenantId, ResourceKind kind, string id, JsonElement spec, WriteCondition condition, IReadOnlyList<BatchOperation>? extra, CancellationToken cancellationToken) =>
        _changes.RunAsync<ResourceWrite>(
            tenantId,
            async (sequence, ct) =>
            {
                var last = await _documents.ReadAsync(tenantId, kind.Name, id, ct);
                var current = last is { Deleted: false } ? last : null;
                if (Precondition(condition, current) is { } failed) return failed;
                if (current?.Spec is { } same && JsonElement.DeepEquals(same, spec))
                    return new TenantStep<ResourceWrite>(new ResourceWrite(Entry(tenantId, current), Created: false, Changed: false), extra ?? []);
                var findings = new Findings();
                var links = await _references.ResolveAsync(tenantId, kind.Check(id, spec, current?.Spec, findings), findings, coming: null, ct);
                if (findings.Any) return findings.ToError($"{kind.Name}/{id}");
                var now = _time.GetUtcNow();
                var next = new StoredResource
                {
                    Kind = kind.Name,
                    Id = id,
                    Seq = sequence,
                    Version = (last?.Version ?? 0) + 1,
                    Etag = ResourceETag.Of(sequence, spec),
                    CreatedAt = current?.CreatedAt ?? now,
                    UpdatedAt = now,
                    Deleted = false,
                    Wildcard = id.EndsWith('*'),
                    Refs = links,
                    Spec = spec,
                    Secrets = current?.Secrets,
                };
                return new TenantStep<ResourceWrite>(new ResourceWrite(Entry(tenantId, next), current is null, Changed: true), [ResourceDocuments.Write(next), .. extra ?? []]);
            },
            cancellationToken);

    private static ApiError? Precondition(WriteCondition condition, StoredResource? current)
    {
        if (condition.IfNoneMatch && current is not null) return ResourceErrors.Exists;
        if (condition.IfMatch is null) return null;
        if (current is null) return ResourceErrors.Gone;
        return condition.IfMatch == "*" || condition.IfMatch == current.Etag ? null : ResourceErrors.Changed;
    }

    private static ApiError WrongId(string wrong) => ApiErrors.InvalidRequest("id", $"The id in the address {wrong}.");

    private static ApiError NotFound(ResourceKind kind, string id) => ResourceErrors.NotFound(kind.Name, id);

    private ResourceEntry Entry(string tenantId, StoredResource stored) => ResourceDocuments.ToEntry(tenantId, stored, _time.GetUtcNow());
}
