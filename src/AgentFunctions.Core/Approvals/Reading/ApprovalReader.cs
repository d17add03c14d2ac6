using System.Runtime.CompilerServices;
using AgentFunctions.Core.Approvals.Deciding;
using AgentFunctions.Core.Approvals.Storage;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Approvals.Reading;

/// <summary>Reads approvals for people and agents, each what they may see.</summary>
public sealed class ApprovalReader
{
    // Actions can be large: a page of the largest ones ends early.
    private const int PageCharacters = 2 * 1024 * 1024;
    private const int MaxTeams = DocumentLimits.MaxOneOfValues;

    private readonly ApprovalStore _store;
    private readonly ApprovalTransitions _transitions;

    internal ApprovalReader(ApprovalStore store, ApprovalTransitions transitions) => (_store, _transitions) = (store, transitions);

    /// <summary>One approval.</summary>
    public async ValueTask<Outcome<Approval>> GetAsync(ApprovalViewer viewer, string approvalId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        return await _transitions.FindAsync(viewer.TenantId, approvalId, cancellationToken) is { } found && viewer.Sees(found) ? found.ToApproval(viewer.TenantId) : ApprovalErrors.NotFound;
    }

    /// <summary>The approvals of a run, oldest first; for the product itself, which looks for others.</summary>
    public async ValueTask<IReadOnlyList<Approval>> OfRunAsync(string tenantId, string runId, CancellationToken cancellationToken) =>
        [.. (await _store.OfRunAsync(tenantId, runId, cancellationToken)).Select(stored => _transitions.Seen(stored).ToApproval(tenantId)).OrderBy(static a => a.CreatedAt).ThenBy(static a => a.Id, StringComparer.Ordinal)];

    /// <summary>A page of the approvals that the viewer may see, newest first.</summary>
    /// <param name="viewer">Who looks.</param>
    /// <param name="filter">Which.</param>
    /// <param name="limit">In a page, 1 to <see cref="ResourceStore.MaxLimit"/>; null for <see cref="ResourceStore.DefaultLimit"/>. Large ones end it sooner.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async ValueTask<Outcome<ApprovalPage>> ListAsync(ApprovalViewer viewer, ApprovalFilter filter, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(viewer);
        ArgumentNullException.ThrowIfNull(filter);
        var count = limit ?? ResourceStore.DefaultLimit;
        if (count is < 1 or > ResourceStore.MaxLimit) return ApiErrors.InvalidRequest("limit", $"limit must be a number from 1 to {ResourceStore.MaxLimit}.");
        string? after = null;
        if (cursor is not null && (after = ApprovalCursor.Read(cursor)) is null) return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        if (viewer.Agent is null && !viewer.Teams.IsAll && viewer.Teams.Teams.Count == 0) return new ApprovalPage([], null);
        var items = new List<StoredApproval>();
        var characters = 0;
        await foreach (var approval in ScanAsync(viewer, filter, after, count + 1, cancellationToken))
        {
            if (items.Count == count || characters > PageCharacters) return Page(viewer, items, ApprovalCursor.Write(ApprovalDocuments.PlaceOf(items[^1])));
            items.Add(approval);
            characters += approval.Action.Length + approval.Votes.Sum(static v => (v.Value?.Length ?? 0) + (v.Comment?.Length ?? 0));
        }

        return Page(viewer, items, null);
    }

    private static ApprovalPage Page(ApprovalViewer viewer, List<StoredApproval> items, string? cursor) => new([.. items.Select(item => item.ToApproval(viewer.TenantId))], cursor);

    private async IAsyncEnumerable<StoredApproval> ScanAsync(ApprovalViewer viewer, ApprovalFilter filter, string? after, int wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What is pending is few of many, and has an index of its own.
        var prefix = filter.Status == ApprovalStatus.Pending ? ApprovalDocuments.Open : ApprovalDocuments.All;
        var query = new DocumentQuery(ToFilter(viewer, filter), Limit: Math.Min(wanted, DocumentLimits.MaxPageSize), IdPrefix: prefix, IdAfter: after is null ? null : prefix + after);
        await foreach (var (_, entry) in _store.ScanAsync(viewer.TenantId, query, cancellationToken))
        {
            if (await _store.FindAsync(viewer.TenantId, entry.Id, cancellationToken) is not var (stored, _)) continue;
            var seen = _transitions.Seen(stored);
            var isShown = viewer.Agent is not null ? viewer.Sees(seen) : viewer.Teams.Includes(seen.Team);
            if (isShown && (filter.Status is not { } status || seen.State == status)) yield return seen;
        }
    }

    private static DocumentFilter.All ToFilter(ApprovalViewer viewer, ApprovalFilter filter)
    {
        List<DocumentFilter> filters = [];
        if (viewer.Agent is { } own) filters.Add(DocumentFilter.Equal("agent", own));
        else if (!viewer.Teams.IsAll && viewer.Teams.Teams.Count is > 0 and <= MaxTeams) filters.Add(new DocumentFilter.OneOf("team", [.. viewer.Teams.Teams.Select(DocumentValue.FromString)]));
        if (filter.Agent is { } agent) filters.Add(DocumentFilter.Equal("agent", agent));
        if (filter.RunId is { } run) filters.Add(DocumentFilter.Equal("runId", run));

        // The time of one that says "pending" may be over.
        if (filter.Status is { } status)
            filters.Add(new DocumentFilter.OneOf("status", [ApprovalNames.Of(status), .. status == ApprovalStatus.Expired ? [DocumentValue.FromString(ApprovalNames.Of(ApprovalStatus.Pending))] : Array.Empty<DocumentValue>()]));
        return new DocumentFilter.All(filters);
    }
}
