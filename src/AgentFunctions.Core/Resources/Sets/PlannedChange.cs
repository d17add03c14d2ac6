using AgentFunctions.Core.Resources.Storage;

namespace AgentFunctions.Core.Resources.Sets;

/// <summary>What a plan does to one resource.</summary>
/// <param name="Current">What is stored; null where nothing is.</param>
/// <param name="Next">What will be stored: a tombstone for a deletion, the same as <paramref name="Current"/> where nothing changes.</param>
/// <param name="Path">Of the item, for errors.</param>
internal sealed record PlannedChange(StoredResource? Current, StoredResource Next, string Path)
{
    /// <summary>The team it belongs to, before or after.</summary>
    public string? Team { get; init; }

    public bool IsChange => !ReferenceEquals(Current, Next);

    /// <summary><c>create</c>, <c>update</c>, <c>delete</c> or <c>unchanged</c>.</summary>
    public string Action => !IsChange ? "unchanged" : Next.Deleted ? "delete" : Current is null ? "create" : "update";

    public ResourceChange ToChange() => new(Next, Next.Deleted ? ChangeOperations.Deleted : Current is null ? ChangeOperations.Created : ChangeOperations.Updated, Team);
}
