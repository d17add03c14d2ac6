using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Feed;

/// <summary>What changed in a tenant, in order: who, when, which resources.</summary>
public sealed class ChangeFeed
{
    private const string CursorPrefix = "s";

    /// <summary>How far the clocks of processes may lie apart: times of changes are in order but for that.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly IDocumentStore _store;
    private readonly VersionDocuments _versions;

    internal ChangeFeed(IDocumentStore store, VersionDocuments versions)
    {
        _store = store;
        _versions = versions;
    }

    /// <param name="actor">Who asks; of a change that touches several teams they see their part.</param>
    /// <param name="from">A sequence (that change and later ones) or an RFC 3339 time; null for all.</param>
    /// <param name="keyId">Only what was done with this key; null for all.</param>
    /// <param name="limit">Changes in a page.</param>
    /// <param name="cursor">From the page before.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Outcome<TenantChangePage>> ListAsync(Actor actor, string? from, string? keyId, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be from 1 to {ResourceStore.MaxLimit}.");
        if (!TryReadFrom(from, out var sequence, out var time)) return ApiErrors.InvalidRequest("from", "from must be a sequence number, or a time such as 2026-01-31T00:00:00Z.");
        if (cursor is not null)
        {
            if (!cursor.StartsWith(CursorPrefix, StringComparison.Ordinal) || !long.TryParse(cursor.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var last))
                return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
            sequence = last + 1;
        }

        if (await _versions.SettleAsync(actor.TenantId, cancellationToken) is not { } version) return ApiErrors.NotFound("x-tenant-id", "This tenant does not exist.");
        if (time > DateTimeOffset.MinValue + ClockSkew) sequence = Math.Max(sequence, await FindAsync(actor.TenantId, time - ClockSkew, version.Sequence, cancellationToken));
        return await CollectAsync(actor, sequence, time, keyId, count, cancellationToken);
    }

    /// <summary>The first change at a time or later, by halves: a tenant may have very many. One without a record is older than the records.</summary>
    private async ValueTask<long> FindAsync(string tenantId, DateTimeOffset time, long last, CancellationToken cancellationToken)
    {
        var (low, high) = (1L, last + 1);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var found = await _store.ReadAsync(TenantChanges.Partition(tenantId), StoredChange.DocumentId(middle), cancellationToken);
            if (found.Document is { } document && JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredChange)!.At >= time) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private async ValueTask<TenantChangePage> CollectAsync(Actor actor, long sequence, DateTimeOffset time, string? keyId, int count, CancellationToken cancellationToken)
    {
        var items = new List<TenantChange>(count);
        var query = new DocumentQuery(IdPrefix: StoredChange.Prefix, IdAfter: sequence > 0 ? StoredChange.DocumentId(sequence - 1) : null);
        do
        {
            var page = await _store.QueryAsync(TenantChanges.Partition(actor.TenantId), query, cancellationToken);
            foreach (var document in page.Items)
            {
                var stored = JsonSerializer.Deserialize(document.Body.Span, ResourceJson.Default.StoredChange)!;
                if (stored.At < time || (keyId is not null && stored.KeyId != keyId) || Visible(actor, stored) is not { Count: > 0 } visible) continue;
                if (items.Count == count) return new TenantChangePage(items, CursorPrefix + items[^1].Sequence.ToString(CultureInfo.InvariantCulture));
                items.Add(new TenantChange(stored.Sequence, stored.At, stored.By, stored.KeyId, stored.RequestId, visible));
            }

            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return new TenantChangePage(items, null);
    }

    private static List<TenantChangeEntry> Visible(Actor actor, StoredChange change)
    {
        var teams = actor.Access.Teams(AccessScopes.AuditRead);
        return [.. change.Entries.Where(e => teams.Includes(e.Team)).Select(e => new TenantChangeEntry(e.Kind, e.Id, e.Version, e.Operation))];
    }

    private static bool TryReadFrom(string? from, out long sequence, out DateTimeOffset time)
    {
        (sequence, time) = (0, DateTimeOffset.MinValue);
        if (string.IsNullOrEmpty(from) || long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out sequence)) return true;
        return from.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}
