using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Reading;

/// <summary>Which records; all that is given must hold.</summary>
public sealed record MemoryFilter
{
    public MemoryKind? Kind { get; init; }

    public MemoryState? State { get; init; }

    public string? SessionId { get; init; }

    /// <summary>Compared folded.</summary>
    public string? Subject { get; init; }

    public string? Tag { get; init; }

    internal DocumentFilter? ToDocuments()
    {
        List<DocumentFilter> all = [];
        if (Kind is { } kind) all.Add(DocumentFilter.Equal("kind", MemoryRecordJson.NameOf(kind)));
        if (State is { } state) all.Add(DocumentFilter.Equal("state", MemoryRecordJson.NameOf(state)));
        if (SessionId is { } session) all.Add(DocumentFilter.Equal("sessionId", session));
        if (Subject is { } subject) all.Add(DocumentFilter.Equal("subjectKey", SubjectNames.Fold(subject)));
        if (Tag is { } tag) all.Add(new DocumentFilter.Contains("tags", tag));
        return all.Count == 0 ? null : new DocumentFilter.All(all);
    }
}
