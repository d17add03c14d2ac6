using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What memory gave out to a run, a session or a caller.</summary>
internal sealed class GivenRecords
{
    private readonly IReadOnlyList<(string? Subject, MemoryText Text)> _texts;
    private readonly HashSet<(string, string, string)> _facts;
    private readonly IReadOnlyList<MemoryText> _experiences;
    private readonly bool _isWhole;

    /// <param name="records">What was given.</param>
    /// <param name="isWhole">In other conversations, too: then only what is the same as a whole, or as a whole sentence, is no news.</param>
    public GivenRecords(IEnumerable<MemoryRecord> records, bool isWhole = false)
    {
        _isWhole = isWhole;
        List<MemoryRecord> all = [.. records];
        _texts = [.. all.SelectMany(r => TextsOf(r, isWhole)).Distinct().Select(static text => (text.Subject, MemoryText.Of(text.Text)))];
        _experiences = [.. all.Where(MemoryTrial.IsExperience).Select(static r => MemoryText.Of(r.Text))];
        _facts = [.. all.Select(static r => FactOf(r.Subject, r.Attribute, r.Value)).OfType<(string, string, string)>()];
    }

    public static GivenRecords None { get; } = new([]);

    /// <summary>Whether the draft says nothing but what was given. The same words about another are news: of what is about somebody, only what was given of the same or of nobody counts.</summary>
    public bool Contains(MemoryDraft draft) =>
        (FactOf(draft.Subject, draft.Attribute, draft.Value) is { } fact && _facts.Contains(fact)) || RecalledWording.Is(draft.Text, Texts(draft.Subject), _isWhole);

    /// <summary>Whether the draft is an experience that was given in these words: learned by one more run, it is another outcome for the same record.</summary>
    public bool KnowsExperience(MemoryDraft draft) => draft.Source.Kind == MemorySourceKind.Experience && MemoryText.Of(draft.Text) is var text && _experiences.Any(text.HasWordsOf);

    private List<MemoryText> Texts(string? subject)
    {
        var key = subject is null ? null : SubjectNames.Fold(subject);
        return [.. _texts.Where(given => key is null || given.Subject is null || given.Subject == key).Select(static given => given.Text)];
    }

    private static IEnumerable<(string? Subject, string Text)> TextsOf(MemoryRecord record, bool isWhole)
    {
        yield return (record.SubjectKey, record.Text);
        if (!isWhole) yield break;
        foreach (var sentence in RecalledWording.SentencesOf(record.Text)) yield return (record.SubjectKey, sentence);
    }

    private static (string, string, string)? FactOf(string? subject, string? attribute, string? value) =>
        subject is null || attribute is null || value is null ? null : (SubjectNames.Fold(subject), SubjectNames.Fold(attribute), SubjectNames.Fold(value));
}
