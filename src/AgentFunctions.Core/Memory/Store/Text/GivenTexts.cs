using System.Runtime.InteropServices;

namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>
/// Texts that were given out, found by their words. What could resemble a text shares one of a few of its rarest words, or has one of its own rarest words in it: only these are looked at, however much was given. For one
/// request at a time.
/// </summary>
internal sealed class GivenTexts
{
    /// <summary>Of a text that was given, at most this share may be missing from one that resembles it.</summary>
    public const double MostLost = 0.2;

    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<GivenText>> _byKey = new(StringComparer.Ordinal);
    private readonly List<GivenText> _texts = [];

    /// <summary>By word, the texts in which it stands, and those that it is one of the rarest words of.</summary>
    private readonly List<List<GivenText>> _with = [];
    private readonly List<List<GivenText>> _rarestOf = [];
    private int[] _seen = [];
    private int _round;
    private int _completed;

    /// <summary>Adds what one record says.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="subject">Whom it is about, folded.</param>
    /// <param name="record">Its number.</param>
    public void Add(string text, string? subject, int record)
    {
        var sentences = RecalledWording.SentencesOf(text);
        var all = Of(text, subject, record);
        all.IsAll = true;
        if (sentences.Count < 2) all.IsSentence = true;
        else foreach (var sentence in sentences) Of(sentence, subject, record).IsSentence = true;
    }

    /// <summary>What was added is found from now on.</summary>
    public void Complete()
    {
        Array.Resize(ref _seen, _texts.Count);
        for (; _completed < _texts.Count; _completed++)
        {
            var text = _texts[_completed];
            foreach (var word in Rarest(text.Bag.Words, (int)(text.Bag.Count * MostLost) + 1)) _rarestOf[word].Add(text);
        }
    }

    /// <summary>Those of the very words.</summary>
    public IReadOnlyList<GivenText> Exactly(string key) => _byKey.TryGetValue(key, out var texts) ? texts : [];

    /// <summary>Those of which a text may be made but for some of its words, and those that stand in it but for <see cref="MostLost"/> of theirs; and others.</summary>
    public List<GivenText> Near(WordBag text, int mayAdd, RecallWork work)
    {
        List<GivenText> near = [];
        _round++;
        foreach (var word in text.Words) Add(near, _rarestOf[word], work);
        foreach (var word in Rarest(text.Words, mayAdd - text.UnknownWords + 1)) Add(near, _with[word], work);
        return near;
    }

    public WordBag BagOf(IReadOnlyList<MemoryWord> words)
    {
        HashSet<string>? unknown = null;
        var known = new long[words.Count];
        var (count, decisive) = (0, 0);
        foreach (var word in words)
        {
            if (word.IsDecisive) decisive++;
            if (_words.TryGetValue(word.Stem, out var number)) known[count++] = ((long)number << 1) | (word.IsDecisive ? 1L : 0);
            else (unknown ??= new HashSet<string>(StringComparer.Ordinal)).Add(word.Stem);
        }

        Array.Sort(known, 0, count);
        var different = 0;
        for (var i = 0; i < count; i++)
            if (i == 0 || known[i] >> 1 != known[i - 1] >> 1) different++;
        var bag = new WordBag { Words = new int[different], Times = new int[different], Decisive = new int[different], Count = words.Count, DecisiveCount = decisive, UnknownWords = unknown?.Count ?? 0 };
        var at = -1;
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || known[i] >> 1 != known[i - 1] >> 1) bag.Words[++at] = (int)(known[i] >> 1);
            bag.Times[at]++;
            bag.Decisive[at] += (int)(known[i] & 1);
        }

        return bag;
    }

    private GivenText Of(string written, string? subject, int record)
    {
        var text = MemoryText.Of(written);
        ref var same = ref CollectionsMarshal.GetValueRefOrAddDefault(_byKey, text.Key, out _);
        same ??= [];
        if (same.Find(one => one.Subject == subject) is { } known)
        {
            if (known.Records[^1] != record) known.Records.Add(record);
            return known;
        }

        foreach (var word in text.Words)
        {
            if (!_words.TryAdd(word.Stem, _words.Count)) continue;
            _with.Add([]);
            _rarestOf.Add([]);
        }

        var given = new GivenText(_texts.Count, subject, BagOf(text.Words));
        given.Records.Add(record);
        _texts.Add(given);
        same.Add(given);
        foreach (var word in given.Bag.Words) _with[word].Add(given);
        return given;
    }

    private void Add(List<GivenText> near, List<GivenText> found, RecallWork work)
    {
        if (work.IsSpent) return;
        work.Spend(found.Count + 1);
        foreach (var text in found)
        {
            if (_seen[text.Place] == _round) continue;
            _seen[text.Place] = _round;
            near.Add(text);
        }
    }

    private IEnumerable<int> Rarest(int[] words, int count) => count >= words.Length ? words : count <= 0 ? [] : words.OrderBy(word => _with[word].Count).Take(count);
}
