using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>
/// Counts tokens of text as a provider does, with the vocabularies of OpenAI. A vocabulary is loaded by the first count that needs it (0.3 to 0.8 s, 50 to 100 MB) and kept. Safe against hostile text:
/// time is linear (<see cref="TextSlices"/>), memory beyond the text itself a few kilobytes. Thread-safe.
/// </summary>
internal sealed class TokenCounter
{
    private readonly Lazy<TiktokenTokenizer> _o200k = new(static () => TiktokenTokenizer.CreateForEncoding("o200k_base"));
    private readonly Lazy<TiktokenTokenizer> _cl100k = new(static () => TiktokenTokenizer.CreateForEncoding("cl100k_base"));

    /// <summary>Tokens of one text.</summary>
    public long Count(TokenEncoding encoding, ReadOnlySpan<char> text) => Count(encoding, text, out _);

    /// <summary>Tokens of one text.</summary>
    /// <param name="encoding">How it is split.</param>
    /// <param name="text">The text.</param>
    /// <param name="cuts">How often a run had to be cut: there the count may be a token or two off.</param>
    public long Count(TokenEncoding encoding, ReadOnlySpan<char> text, out int cuts)
    {
        cuts = 0;
        if (text.IsEmpty) return 0;
        var tokenizer = Find(encoding);
        var count = 0L;
        var slices = new TextSlices(text);
        while (slices.MoveNext()) count += tokenizer.CountTokens(slices.Current, considerPreTokenization: true, considerNormalization: false);
        cuts = slices.Cuts;
        return count;
    }

    /// <summary>Tokens of one text in UTF-8; what is not valid counts as replacement characters.</summary>
    public long Count(TokenEncoding encoding, ReadOnlySpan<byte> utf8) => Count(encoding, utf8, out _);

    /// <inheritdoc cref="Count(TokenEncoding, ReadOnlySpan{char}, out int)"/>
    public long Count(TokenEncoding encoding, ReadOnlySpan<byte> utf8, out int cuts)
    {
        cuts = 0;
        if (utf8.IsEmpty) return 0;
        var chars = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(utf8.Length));
        try
        {
            return Count(encoding, chars.AsSpan(0, Encoding.UTF8.GetChars(utf8, chars)), out cuts);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private TiktokenTokenizer Find(TokenEncoding encoding) => (encoding == TokenEncoding.O200kBase ? _o200k : _cl100k).Value;
}
