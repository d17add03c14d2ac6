using AgentFunctions.Core.Activity.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.Feed;
using AgentFunctions.Core.Resources.Guards;
using AgentFunctions.Core.Resources.Kinds;
using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Activity.Reading;

/// <summary>
/// What a key or an agent did. Counters carry the team in which they arose, and a reader sees those of their teams: an agent that moved leaves its past with the team that paid for it, whose readers still find it
/// here. Someone who may see neither the thing nor any of its past gets what they would get if it did not exist.
/// </summary>
public sealed class ActivityReader
{
    /// <summary>Changes shown with a key's activity; the change feed has all.</summary>
    public const int ShownChanges = 100;

    private readonly CounterReader _counters;
    private readonly ResourceDocuments _documents;
    private readonly LastUses _lastUses;
    private readonly ChangeFeed _changes;
    private readonly TimeProvider _time;

    internal ActivityReader(IDocumentStore store, ResourceDocuments documents, LastUses lastUses, ChangeFeed changes, TimeProvider time)
    {
        _counters = new CounterReader(store);
        _documents = documents;
        _lastUses = lastUses;
        _changes = changes;
        _time = time;
    }

    /// <summary>What was done with a key; deleted keys are found as long as their activity is kept.</summary>
    public async ValueTask<Outcome<ActivityPage>> OfKeyAsync(Actor actor, string id, ActivityQuery query, CancellationToken cancellationToken)
    {
        if (ResourceKinds.Keys.CheckId(id) is not null) return ResourceErrors.NotFound(ResourceKinds.Keys.Name, id);
        var stored = await _documents.FindAsync(actor.TenantId, ResourceKinds.Keys.Name, id, cancellationToken);
        var owner = await OwnerAsync(actor.TenantId, stored, id, cancellationToken);
        var page = await ReadAsync(actor, ResourceKinds.Keys.Name, id, await IsVisibleAsync(actor, stored, cancellationToken), owner, counter => counter.Key == id, query, cancellationToken);
        if (page.Value is not { } found || query.Cursor is not null) return page;
        var changes = await _changes.ListAsync(actor, found.Since.ToString("O"), id, ShownChanges, null, cancellationToken);
        return changes.Error is { } error ? error : found with { Changes = changes.Value };
    }

    /// <summary>What an agent did, or others as it.</summary>
    public async ValueTask<Outcome<ActivityPage>> OfAgentAsync(Actor actor, string id, ActivityQuery query, CancellationToken cancellationToken)
    {
        if (ResourceKinds.Agents.CheckId(id) is not null) return ResourceErrors.NotFound(ResourceKinds.Agents.Name, id);
        var stored = await _documents.FindAsync(actor.TenantId, ResourceKinds.Agents.Name, id, cancellationToken);
        var isVisible = await IsVisibleAsync(actor, stored, cancellationToken);
        return await ReadAsync(actor, ResourceKinds.Agents.Name, id, isVisible, ActivityDocuments.CounterPrefix(isAgent: true, id), static _ => true, query, cancellationToken);
    }

    private async ValueTask<Outcome<ActivityPage>> ReadAsync(
        Actor actor, string kind, string id, bool isVisible, string? prefix, Predicate<StoredCounter> isOf, ActivityQuery query, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be from 1 to {ResourceStore.MaxLimit}.");
        var span = ActivitySpan.Parse(query.Since, _time.GetUtcNow());
        if (span.Value is not { } asked) return span.Error!;
        ActivityCursor? after = null;
        if (query.Cursor is { } cursor && (after = ActivityCursor.Read(cursor)) is null) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        var teams = actor.Access.Teams(AccessScopes.UsageRead);
        bool IsShown(StoredCounter counter) => isOf(counter) && teams.Includes(counter.Team);
        var page = prefix is null ? new ActivityPage(asked.Since, asked.Until, [], null) : await CollectAsync(actor.TenantId, prefix, asked, after, query.Limit ?? ResourceStore.DefaultLimit, IsShown, cancellationToken);
        return isVisible || page.Items.Count > 0 || after is not null ? page : ResourceErrors.NotFound(kind, id);
    }

    private async ValueTask<ActivityPage> CollectAsync(
        string tenantId, string prefix, ActivitySpan span, ActivityCursor? after, int limit, Predicate<StoredCounter> isShown, CancellationToken cancellationToken)
    {
        var from = Math.Max(span.FirstHour, after?.Hour ?? 0);
        var rows = new List<ActivityRow>(limit);
        string? next = null;
        DateTimeOffset? first = null;
        await foreach (var hour in _counters.ReadAsync(tenantId, prefix, from, span.LastHour, isShown, descending: false, cancellationToken))
        {
            first ??= hour.Min(static r => r.FirstAt);
            foreach (var row in hour)
            {
                if (after is not null && ActivityDocuments.HourOf(row.Hour) == after.Hour && string.CompareOrdinal(row.SortKey, after.Row) <= 0) continue;
                if (rows.Count == limit) next ??= new ActivityCursor(ActivityDocuments.HourOf(rows[^1].Hour), rows[^1].SortKey).ToString();
                else rows.Add(row);
            }

            if (next is not null) break;
        }

        var page = new ActivityPage(span.Since, span.Until, rows, next);
        return after is null && first is not null ? page with { FirstUsedAt = first, LastUsedAt = await LastAsync(tenantId, prefix, span, isShown, cancellationToken) } : page;
    }

    private async ValueTask<DateTimeOffset?> LastAsync(string tenantId, string prefix, ActivitySpan span, Predicate<StoredCounter> isShown, CancellationToken cancellationToken)
    {
        await foreach (var hour in _counters.ReadAsync(tenantId, prefix, span.FirstHour, span.LastHour, isShown, descending: true, cancellationToken)) return hour.Max(static r => r.LastAt);
        return null;
    }

    private async ValueTask<bool> IsVisibleAsync(Actor actor, StoredResource? stored, CancellationToken cancellationToken) =>
        stored is not null && actor.Access.Covers(AccessScopes.UsageRead, await ResourceGuard.TeamOfAsync(actor.TenantId, stored, _documents, cancellationToken));

    /// <summary>Where the key's counters lie; null where neither the key nor a use of it is known.</summary>
    private async ValueTask<string?> OwnerAsync(string tenantId, StoredResource? stored, string id, CancellationToken cancellationToken)
    {
        if (stored?.Spec is { } spec && ResourceKinds.KeyKind.Read(spec) is var key) return ActivityDocuments.CounterPrefix(key.Agent is not null, key.Agent ?? key.Principal!);
        return await _lastUses.FindKeyAsync(tenantId, id, cancellationToken) is { Owner: { } owner } use ? ActivityDocuments.CounterPrefix(use.OwnerIsAgent, owner) : null;
    }
}
