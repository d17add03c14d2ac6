using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>What somebody wants to know from the memory of one agent.</summary>
public sealed record MemorySearchRequest
{
    /// <summary>Most UTF-16 units of a query that are read; the rest is left out.</summary>
    public const int MaxQueryLength = 4_096;

    public required string TenantId { get; init; }

    public required string Agent { get; init; }

    /// <summary>A question or words, as a person or a model writes them. No syntax: every character is text.</summary>
    public required string Query { get; init; }

    /// <summary>How many hits at most; 1 to 100, default 10.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<MemoryKind> Kinds { get; init; } = [];

    /// <summary>Only records of this session; null: of all and of none.</summary>
    public string? SessionId { get; init; }

    /// <summary>The most confidential record that the reader may see; applied before anything is scored.</summary>
    public Confidentiality MaxConfidentiality { get; init; } = Confidentiality.Internal;

    /// <summary>Records that are less trusted are no hits; default: all are.</summary>
    public Integrity MinIntegrity { get; init; } = Integrity.Untrusted;

    /// <summary>Only what is about this person or was said by them, and what is of nobody; null: whoever it is of. As it is written; applied before anything is scored.</summary>
    public string? Subject { get; init; }

    /// <summary>What "yesterday" in the query is counted from, and when records must hold: statements that were superseded since are given as well; null: now, and none of those.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>Also say which records were left out and why; a second, smaller search.</summary>
    public bool ListsRejected { get; init; } = true;

    /// <summary>
    /// Name records that the reader may not see among the rejected, by id. Only for readers who may read every label (operators): that a query matches a record tells of its content.
    /// </summary>
    public bool ListsWithheld { get; init; }
}
