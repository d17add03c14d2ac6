namespace AgentFunctions.Core.Memory.Search;

/// <summary>What is looked for among the records of one agent.</summary>
public sealed record CandidateQuery : MemoryFilter
{
    /// <summary>Most terms that take part; those after are left out.</summary>
    public const int MaxTerms = 32;

    /// <summary>Folded words in their base form, each once, without stop words; may be empty. An engine also finds their other forms (<see cref="Words.WordForms"/>, stems).</summary>
    public required IReadOnlyList<string> Terms { get; init; }

    /// <summary>Folded names, one word each, searched among speakers, subjects, entities and tags too.</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];

    /// <summary>null: no vector search.</summary>
    public ReadOnlyMemory<float>? Vector { get; init; }

    /// <summary>The model that made <see cref="Vector"/>: only records with a vector of the same are near.</summary>
    public string? VectorModel { get; init; }

    /// <summary>Only records of this session; null: of all and of none.</summary>
    public string? SessionId { get; init; }

    /// <summary>Also what occurred from here on, whatever its words; null: no search by time. The latest first, where there are too many.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The end of that time, exclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most this many of each signal; 1 to 1,000.</summary>
    public int Top { get; init; } = 200;
}
