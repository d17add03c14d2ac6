using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Records;

/// <summary>Something an agent remembers. Immutable: a change is a new version of it. Never seen by another agent or tenant.</summary>
public sealed record MemoryRecord
{
    /// <summary><c>mem_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>From 1.</summary>
    public int Version { get; init; } = 1;

    public required string TenantId { get; init; }

    /// <summary>Whose: <c>triage</c>, or <c>triage/billing</c> where it has a team, see <see cref="Store.Storage.MemoryAgents"/>.</summary>
    public required string Agent { get; init; }

    public required MemoryKind Kind { get; init; }

    public MemoryState State { get; init; } = MemoryState.Active;

    /// <summary>As it was written; at most 8,192 UTF-16 units.</summary>
    public required string Text { get; init; }

    public required ContentLabel Label { get; init; }

    /// <summary>Each place it came from, the first first; at least one.</summary>
    public required IReadOnlyList<MemorySource> Sources { get; init; }

    /// <summary>In which it was said; null: in none.</summary>
    public string? SessionId { get; init; }

    /// <summary>Its place in the session, from 0, in the order of writing.</summary>
    public int? Turn { get; init; }

    /// <summary>Who said it.</summary>
    public string? Speaker { get; init; }

    /// <summary>What speakers are compared by as people; follows from <see cref="Speaker"/>.</summary>
    public string? SpeakerKey => Speaker is null ? null : SubjectNames.Fold(Speaker);

    /// <summary>The person or thing it is about, and that it is erased with.</summary>
    public string? Subject { get; init; }

    /// <summary>What subjects are compared by; follows from <see cref="Subject"/>.</summary>
    public string? SubjectKey => Subject is null ? null : SubjectNames.Fold(Subject);

    /// <summary>What of the subject it states ("home city"); only records of one subject and attribute supersede each other.</summary>
    public string? Attribute { get; init; }

    /// <summary>The attribute's value.</summary>
    public string? Value { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Names in the text, folded.</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];

    public IReadOnlyList<MemoryLink> Links { get; init; } = [];

    /// <summary>When it happened or was said.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it holds; null: always has.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>Until when it holds; null: for all that is known.</summary>
    public DateTimeOffset? ValidTo { get; init; }

    /// <summary>How good a record it is by itself (length, specificity, source), 0 to 1.</summary>
    public double Quality { get; init; } = 0.5;

    public Usefulness Usefulness { get; init; }

    /// <summary>It tells of something that went wrong: given out as a warning.</summary>
    public bool IsNegative { get; init; }

    /// <summary>How often searches gave it out, written now and then.</summary>
    public long Uses { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Its text as a vector, where the store searches by them and the agent has a model; null: none yet. No part of what is given out, exported or kept as history.</summary>
    public MemoryVector? Vector { get; init; }
}
