namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>
/// Cuts text into slices that are counted one by one. Merging a word into tokens takes time that grows with the square of its length, so no slice holds an unbroken run longer than
/// <see cref="LongestRun"/>: longer ones are cut there. Elsewhere text is cut only where the encodings split it anyway, so totals stay the same. Character pairs are never split. Takes time linear in the text.
/// </summary>
internal ref struct TextSlices(ReadOnlySpan<char> text)
{
    /// <summary>UTF-16 units.</summary>
    public const int LongestRun = 256;

    /// <summary>UTF-16 units in a slice: what the tokenizer copies at once.</summary>
    public const int LongestSlice = 4096;

    private static readonly string[] SpecialTokens = ["<|endoftext|>", "<|endofprompt|>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>"];
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _letters;
    private int _signs;
    private int _spaces;
    private int _lines;

    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Cuts so far at places where the encodings would not split.</summary>
    public int Cuts { get; private set; }

    public bool MoveNext()
    {
        if (_at == _text.Length) return false;
        var end = FindEnd();
        if (end < _text.Length && end - _at > 1 && char.IsHighSurrogate(_text[end - 1]) && char.IsLowSurrogate(_text[end])) end--;
        Current = _text[_at..end];
        _at = end;
        return true;
    }

    private int FindEnd()
    {
        (_letters, _signs, _spaces, _lines) = (_at, _at, _at, _at);
        var most = Math.Min(_text.Length, _at + LongestSlice);
        var (safe, before) = (0, CharKinds.None);
        for (var i = _at; i < most; i++)
        {
            var kind = CharKindTable.Of(_text[i]);
            if (EndsRun(i, kind) is { } cut)
            {
                Cuts++;
                return cut;
            }

            if (_text[i] == '|' && i > _at && _text[i - 1] == '<' && IsSpecial(_text[(i - 1)..])) return i + 1;
            if (IsBoundary(i, before, kind)) safe = i;
            before = kind;
        }

        if (most == _text.Length) return most;
        if (safe > 0) return safe;
        Cuts++;
        return most;
    }

    /// <summary>Where every encoding begins a word, whatever comes before and after: behind a word of letters, and at a letter or digit that begins a line.</summary>
    private readonly bool IsBoundary(int i, CharKinds before, CharKinds kind) => before == CharKinds.Letter
        ? (kind & CharKinds.Letter) == 0 && _text[i] != '\''
        : i > _at && _text[i - 1] == '\n' && kind is CharKinds.Letter or CharKinds.None;

    /// <summary>Where to cut when the unit makes a run of its kind too long: before the run, or within it when the slice begins with it.</summary>
    private int? EndsRun(int i, CharKinds kind)
    {
        if ((kind & CharKinds.Letter) == 0) _letters = i + 1;
        if ((kind & CharKinds.Sign) == 0) _signs = i + 1;
        if ((kind & CharKinds.Space) == 0) _spaces = i + 1;
        if ((kind & CharKinds.LineOrSlash) == 0) _lines = i + 1;
        var start = Math.Min(Math.Min(_letters, _signs), Math.Min(_spaces, _lines));
        if (i - start < LongestRun) return null;

        // A space before belongs to the word.
        if (start > _at && _text[start - 1] == ' ') start--;
        return start - _at > 1 ? start : i;
    }

    /// <summary>A provider takes these for plain text where a caller writes them; the tokenizer would take each for one token. Cut behind <c>&lt;|</c>, where plain text is split as well.</summary>
    private static bool IsSpecial(ReadOnlySpan<char> text)
    {
        foreach (var token in SpecialTokens)
            if (text.StartsWith(token, StringComparison.Ordinal)) return true;
        return false;
    }
}
