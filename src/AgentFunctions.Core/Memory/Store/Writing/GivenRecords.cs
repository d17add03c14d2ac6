using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What memory gave out to a run, a session or a caller.</summary>
internal sealed class GivenRecords
{
    private readonly IReadOnlyList<(string? Subject, MemoryText Text)> _texts;
    private readonly HashSet<(string, string, string)> _facts;

    public GivenRecords(IEnumerable<MemoryRecord> records)
    {
        List<MemoryRecord> all = [.. records];
        _texts = [.. all.Select(static r => (r.SubjectKey, MemoryText.Of(r.Text)))];
        _facts = [.. all.Select(static r => FactOf(r.Subject, r.Attribute, r.Value)).OfType<(string, string, string)>()];
    }

    public static GivenRecords None { get; } = new([]);

    /// <summary>Whether the draft says nothing but what was given. The same words about another are news: of what is about somebody, only what was given of the same or of nobody counts.</summary>
    public bool Contains(MemoryDraft draft) =>
        (FactOf(draft.Subject, draft.Attribute, draft.Value) is { } fact && _facts.Contains(fact)) || RecalledWording.Is(draft.Text, Texts(draft.Subject));

    private List<MemoryText> Texts(string? subject)
    {
        var key = subject is null ? null : SubjectNames.Fold(subject);
        return [.. _texts.Where(given => key is null || given.Subject is null || given.Subject == key).Select(static given => given.Text)];
    }

    private static (string, string, string)? FactOf(string? subject, string? attribute, string? value) =>
        subject is null || attribute is null || value is null ? null : (SubjectNames.Fold(subject), SubjectNames.Fold(attribute), SubjectNames.Fold(value));
}
