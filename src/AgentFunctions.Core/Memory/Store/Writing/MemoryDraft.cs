using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>Something that may come to be remembered.</summary>
public sealed record MemoryDraft
{
    /// <summary>1 to 8,192 UTF-16 units.</summary>
    public required string Text { get; init; }

    public required MemoryKind Kind { get; init; }

    /// <summary>Where it comes from; its trust is that of the content behind it, never of who wrote it down.</summary>
    public required MemorySource Source { get; init; }

    public required ContentLabel Label { get; init; }

    public string? SessionId { get; init; }

    public string? Speaker { get; init; }

    public string? Subject { get; init; }

    public string? Attribute { get; init; }

    public string? Value { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> Entities { get; init; } = [];

    public IReadOnlyList<MemoryLink> Links { get; init; } = [];

    /// <summary>null: now.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    public DateTimeOffset? ValidFrom { get; init; }

    public DateTimeOffset? ValidTo { get; init; }

    public bool IsNegative { get; init; }

    /// <summary>It is what memory gave out before, as the caller knows.</summary>
    public bool IsRecalled { get; init; }

    /// <summary>What <see cref="Subjects.Barrier.ErasureBarrier.NowAsync"/> was before it was read: it is not remembered where its people were erased since. null: it was told just now.</summary>
    public long? Since { get; init; }
}
