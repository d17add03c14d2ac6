using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>What is looked for among the records of one agent.</summary>
public sealed record CandidateQuery
{
    public required string TenantId { get; init; }

    public required string Agent { get; init; }

    /// <summary>Folded words, each once, without stop words; may be empty.</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>Folded names, searched in the field of entities.</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];

    /// <summary>null: no vector search.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<MemoryKind> Kinds { get; init; } = [];

    public required IReadOnlyList<MemoryState> States { get; init; }

    /// <summary>Only records of this session; null: of all and of none.</summary>
    public string? SessionId { get; init; }

    /// <summary>The most confidential record that the reader may see.</summary>
    public Confidentiality MaxConfidentiality { get; init; } = Confidentiality.Internal;

    /// <summary>At most this many of each signal; 1 to 1,000.</summary>
    public int Top { get; init; } = 200;
}
