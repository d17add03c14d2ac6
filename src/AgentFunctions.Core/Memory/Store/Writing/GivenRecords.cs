using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Text;
using AgentFunctions.Core.Memory.Store.Usage;
using AgentFunctions.Core.Subjects;

namespace AgentFunctions.Core.Memory.Store.Writing;

/// <summary>What memory gave out to a run, a session or a caller.</summary>
internal sealed class GivenRecords
{
    private readonly GivenTexts _texts = new();
    private readonly HashSet<(string, string, string)> _facts;
    private readonly ILookup<string, MemoryText> _experiences;
    private readonly bool _isWhole;

    /// <param name="records">What was given.</param>
    /// <param name="isWhole">In other conversations, too: then only what is the same as a whole, or as a whole sentence, is no news.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public GivenRecords(IReadOnlyList<MemoryRecord> records, bool isWhole, CancellationToken cancellationToken)
    {
        _isWhole = isWhole;
        foreach (var record in records)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _texts.Add(record.Text, record.SubjectKey);
        }

        _texts.Complete();
        _experiences = records.Where(MemoryTrial.IsExperience).Select(static r => MemoryText.Of(r.Text)).ToLookup(static text => text.Key, StringComparer.Ordinal);
        _facts = [.. records.Select(static r => FactOf(r.Subject, r.Attribute, r.Value)).OfType<(string, string, string)>()];
    }

    public static GivenRecords None { get; } = new([], isWhole: false, CancellationToken.None);

    /// <summary>Compares. The same words about another are no recall: of what is about somebody, only what was given of the same or of nobody counts.</summary>
    public GivenVerdict Judge(MemoryDraft draft, RecallWork work)
    {
        if (_texts.IsEmpty) return default;
        if (FactOf(draft.Subject, draft.Attribute, draft.Value) is { } fact && _facts.Contains(fact)) return GivenVerdict.Recalled;
        var wording = new RecalledWording(_texts, _isWhole, work);
        var subject = draft.Subject is null ? null : SubjectNames.Fold(draft.Subject);
        if (wording.Is(draft.Text, given => subject is null || given.Subject is null || given.Subject == subject)) return GivenVerdict.Recalled;
        var isOfAnother = subject is not null && wording.Is(draft.Text, static _ => true);
        var resembles = isOfAnother || new RecalledLikeness(_texts, work).Is(draft.Text);
        return work.IsSpent ? GivenVerdict.Recalled : new GivenVerdict(false, isOfAnother, resembles);
    }

    /// <summary>Whether the draft is an experience that was given in these words: learned by one more run, it is another outcome for the same record.</summary>
    public bool KnowsExperience(MemoryDraft draft) => draft.Source.Kind == MemorySourceKind.Experience && MemoryText.Of(draft.Text) is var text && _experiences[text.Key].Any(text.HasWordsOf);

    private static (string, string, string)? FactOf(string? subject, string? attribute, string? value) =>
        subject is null || attribute is null || value is null ? null : (SubjectNames.Fold(subject), SubjectNames.Fold(attribute), SubjectNames.Fold(value));
}
