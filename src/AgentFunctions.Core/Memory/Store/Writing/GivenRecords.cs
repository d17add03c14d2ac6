using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What memory gave out to a run, a session or a caller.</summary>
internal sealed class GivenRecords
{
    private readonly GivenTexts _texts;
    private readonly HashSet<int> _numbers;
    private readonly HashSet<(string, string, string)> _facts;
    private readonly Lazy<ILookup<string, MemoryText>> _experiences;
    private readonly bool _isWhole;
    private readonly RecallWork _work;

    /// <param name="records">What was given.</param>
    /// <param name="texts">What they say, and others.</param>
    /// <param name="numbers">By which numbers.</param>
    /// <param name="isWhole">In other conversations, too: then only what is the same as a whole, or as a whole sentence, is no news.</param>
    /// <param name="work">What comparing may take.</param>
    public GivenRecords(IReadOnlyList<MemoryRecord> records, GivenTexts texts, HashSet<int> numbers, bool isWhole, RecallWork work)
    {
        (_texts, _numbers, _isWhole, _work) = (texts, numbers, isWhole, work);
        _experiences = new(() => records.Where(MemoryTrial.IsExperience).Select(static r => MemoryText.Of(r.Text)).ToLookup(static text => text.Key, StringComparer.Ordinal));
        _facts = [.. records.Select(static r => FactOf(r.Subject, r.Attribute, r.Value)).OfType<(string, string, string)>()];
    }

    /// <summary>Compares. The same words about another are no recall: of what is about somebody, only what was given of the same or of nobody counts.</summary>
    public GivenVerdict Judge(MemoryDraft draft)
    {
        if (_work.IsSpent) return GivenVerdict.Recalled;
        if (_numbers.Count == 0) return default;
        if (FactOf(draft.Subject, draft.Attribute, draft.Value) is { } fact && _facts.Contains(fact)) return GivenVerdict.Recalled;
        var wording = new RecalledWording(_texts, _isWhole, _work);
        var subject = draft.Subject is null ? null : SubjectNames.Fold(draft.Subject);
        if (wording.Is(draft.Text, given => (subject is null || given.Subject is null || given.Subject == subject) && IsGiven(given))) return GivenVerdict.Recalled;
        var isOfAnother = subject is not null && wording.Is(draft.Text, IsGiven);
        var resembles = isOfAnother || new RecalledLikeness(_texts, IsGiven, _work).Is(draft.Text);
        return _work.IsSpent ? GivenVerdict.Recalled : new GivenVerdict(false, isOfAnother, resembles);
    }

    /// <summary>Whether the draft is an experience that was given in these words: learned by one more run, it is another outcome for the same record.</summary>
    public bool KnowsExperience(MemoryDraft draft) => draft.Source.Kind == MemorySourceKind.Experience && MemoryText.Of(draft.Text) is var text && _experiences.Value[text.Key].Any(text.HasWordsOf);

    private bool IsGiven(GivenText text) => text.Records.Exists(_numbers.Contains);

    private static (string, string, string)? FactOf(string? subject, string? attribute, string? value) =>
        subject is null || attribute is null || value is null ? null : (SubjectNames.Fold(subject), SubjectNames.Fold(attribute), SubjectNames.Fold(value));
}
