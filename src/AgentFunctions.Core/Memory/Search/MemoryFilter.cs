using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;

namespace AgentFunctions.Core.Memory.Search;

/// <summary>Whose records, and which of them a reader may be given. Applied before anything is scored: a record that it does not admit takes no part, not even in counts of words.</summary>
public abstract record MemoryFilter
{
    public required string TenantId { get; init; }

    public required string Agent { get; init; }

    /// <summary>Empty: all.</summary>
    public IReadOnlyList<MemoryKind> Kinds { get; init; } = [];

    public required IReadOnlyList<MemoryState> States { get; init; }

    /// <summary>The most confidential record that the reader may see.</summary>
    public Confidentiality MaxConfidentiality { get; init; } = Confidentiality.Internal;

    /// <summary>The least trusted record that is wanted.</summary>
    public Integrity MinIntegrity { get; init; } = Integrity.Untrusted;

    /// <summary>Folded: only what is about this person or was said by them, and what is about nobody and was said by nobody; null: whoever it is of. See <see cref="Subjects.SubjectNames.Fold"/>.</summary>
    public string? Subject { get; init; }

    /// <summary>Also superseded statements that held then (<see cref="PastStatements"/>); null: none. They take no part in counts of words.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>Whether the record may be given out.</summary>
    public bool Admits(MemoryRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.TenantId == TenantId && record.Agent == Agent && (AdmitsClass(record.Kind, record.State, record.Label) || AdmitsPast(record)) && AdmitsPerson(record);
    }

    /// <summary>Whether records of this kind, state and label may be given out whenever they hold.</summary>
    public bool AdmitsClass(MemoryKind kind, MemoryState state, ContentLabel label) => States.Contains(state) && AdmitsKind(kind, label);

    private bool AdmitsPast(MemoryRecord record) => HeldAt is { } at && PastStatements.Held(record, at) && AdmitsKind(record.Kind, record.Label);

    private bool AdmitsKind(MemoryKind kind, ContentLabel label) =>
        (Kinds.Count == 0 || Kinds.Contains(kind)) && label.Confidentiality <= MaxConfidentiality && label.Integrity >= MinIntegrity;

    private bool AdmitsPerson(MemoryRecord record) =>
        Subject is not { } person || (record.SubjectKey, record.SpeakerKey) is (null, null) || record.SubjectKey == person || record.SpeakerKey == person;
}
