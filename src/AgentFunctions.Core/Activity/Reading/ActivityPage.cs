using AgentFunctions.Core.Resources.Feed;

namespace AgentFunctions.Core.Activity.Reading;

/// <summary>One page of an activity, the oldest hour first.</summary>
/// <param name="Since">Begin of what was asked for; the first hour counts whole.</param>
/// <param name="Until">When it was read.</param>
/// <param name="Items">Rows.</param>
/// <param name="NextCursor">null: the last page.</param>
public sealed record ActivityPage(DateTimeOffset Since, DateTimeOffset Until, IReadOnlyList<ActivityRow> Items, string? NextCursor)
{
    /// <summary>First call in the span, and last; only on the first page, null where there was none.</summary>
    public DateTimeOffset? FirstUsedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Keys: what was changed with it, as far as the reader may see changes; only on the first page. The oldest first; more of them are in the change feed.</summary>
    public TenantChangePage? Changes { get; init; }
}
