using AgentFunctions.Core.Documents;

namespace AgentFunctions.Embedded.Documents.Writing;

/// <summary>Names one document of a store file.</summary>
internal readonly record struct RowKey(DocumentPartition Partition, string Id)
{
    /// <summary>Ids alone nearly tell documents apart; the randomised hash of strings keeps callers who choose ids from making them collide.</summary>
    public static IEqualityComparer<RowKey> Comparer { get; } = EqualityComparer<RowKey>.Create(static (x, y) => x.IsSame(y), static key => HashCode.Combine(key.Id, key.Partition.TenantId));

    private bool IsSame(in RowKey other) =>
        Id == other.Id && Partition.TenantId == other.Partition.TenantId && Partition.Second == other.Partition.Second && Partition.Container.Name == other.Partition.Container.Name;
}
