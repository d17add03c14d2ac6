using AgentFunctions.Gateway.Models.Events;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>
/// The most tokens that a stream can have come to so far. A token is at least one byte, so bytes bound what was not counted yet; counting makes the bound tight where the encoding is known. Each byte is counted once, however
/// often it is asked for. Text that is counted in pieces comes to no less than in one, but for a handful of tokens that <see cref="TokensAPart"/> covers.
/// </summary>
internal sealed class OutputMeter(TokenCounter counter, TokenEncoding? encoding)
{
    /// <summary>What a model writes around a text or a call of a tool without it being seen: at most about 10.</summary>
    private const int TokensAPart = 16;

    private long _counted;
    private long _bytes;
    private long _dropped;

    /// <summary>Without counting.</summary>
    public long Most(DeliveredText delivered) => _counted + (Bytes(delivered) - _bytes) + (TokensAPart * delivered.Parts.Count);

    /// <summary>Counts what has not been counted yet.</summary>
    public long Count(DeliveredText delivered)
    {
        if (encoding is { } known)
        {
            foreach (var part in delivered.Parts)
            {
                _counted += counter.Count(known, part.Utf8[part.Measured..]);
                part.Measured = part.Length;
            }

            var dropped = delivered.TextBytesDropped + delivered.ReasoningBytesDropped;
            _counted += dropped - _dropped;
            (_bytes, _dropped) = (Bytes(delivered), dropped);
        }

        return Most(delivered);
    }

    private static long Bytes(DeliveredText delivered) => delivered.TextBytes + delivered.ReasoningBytes;
}
