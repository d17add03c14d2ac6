using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;

namespace AgentFunctions.Core.Notifications.Deliveries;

/// <summary>What became of the events of a notification.</summary>
public sealed class DeliveryLog(IDocumentStore store)
{
    public const int DefaultLimit = 50;

    /// <summary>One page of deliveries, newest event first; empty for a notification that has none.</summary>
    /// <param name="tenantId">Owner.</param>
    /// <param name="teams">Whose events are seen: a notification that was given to a team does not bring along what it told others before.</param>
    /// <param name="notificationId">Which notification.</param>
    /// <param name="limit">Entries in a page, 1 to 500; null for <see cref="DefaultLimit"/>.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<Outcome<DeliveryPage>> ListAsync(string tenantId, TeamFilter teams, string notificationId, int? limit, string? cursor, CancellationToken cancellationToken)
    {
        if (limit is < 1 or > DocumentLimits.MaxPageSize) return ApiErrors.InvalidRequest("limit", $"limit must be from 1 to {DocumentLimits.MaxPageSize}.");
        var query = new DocumentQuery(
            Filter: FilterOf(teams), Descending: true, Limit: limit ?? DefaultLimit, Continuation: cursor, IdPrefix: DeliveryKeys.DeliveryPrefix(DeliveryKeys.Hash(notificationId)));
        try
        {
            var page = await store.QueryAsync(DeliveryKeys.Partition(tenantId), query, cancellationToken);
            return new DeliveryPage([.. page.Items.Select(DeliveryStore.Read)], page.Continuation);
        }
        catch (DocumentLimitException) when (cursor is not null)
        {
            return ApiErrors.InvalidRequest("cursor", "cursor is not one from this list; start again without it.");
        }
    }

    private static DocumentFilter? FilterOf(TeamFilter teams) => teams.IsAll
        ? null
        : DocumentFilter.Or([.. teams.Teams.Order(StringComparer.Ordinal).Chunk(DocumentLimits.MaxOneOfValues).Select(static part => new DocumentFilter.OneOf("event.team", [.. part.Select(static team => (DocumentValue)team)]))]);
}
