using System.Buffers;
using AgentFunctions.Gateway.Models.Tokens;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>One text of an answer, put together from its pieces: what is said in one choice, the arguments of one tool call.</summary>
/// <param name="kind">What it is.</param>
/// <param name="outer">The choice, or the output item.</param>
/// <param name="inner">The tool call, or the part within the item.</param>
internal sealed class DeliveredPart(DeliveredKind kind, int outer, int inner)
{
    /// <summary>Bytes of room for half a character that waits, and for what an escape may write.</summary>
    private const int Slack = 8;
    private const int FirstSize = 256;
    private byte[] _bytes = [];
    private char _half;

    public DeliveredKind Kind { get; } = kind;

    public int Length { get; private set; }

    /// <summary>Bytes that <see cref="Tokens.OutputMeter"/> has counted.</summary>
    public int Measured { get; set; }

    public ReadOnlySpan<byte> Utf8 => _bytes.AsSpan(0, Length);

    public bool Is(DeliveredKind other, int otherOuter, int otherInner) => Kind == other && outer == otherOuter && inner == otherInner;

    public void Append(ReadOnlySpan<byte> raw, bool isEscaped)
    {
        MakeRoom(raw.Length + Slack);
        if (isEscaped || _half != 0)
        {
            Length += JsonUnescape.Write(raw, _bytes.AsSpan(Length), ref _half);
            return;
        }

        raw.CopyTo(_bytes.AsSpan(Length));
        Length += raw.Length;
    }

    /// <summary>Gives the text up.</summary>
    public void Release()
    {
        var bytes = _bytes;
        (_bytes, Length) = ([], 0);
        if (bytes.Length > 0) ArrayPool<byte>.Shared.Return(bytes);
    }

    private void MakeRoom(int count)
    {
        if (_bytes.Length - Length >= count) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(FirstSize, Math.Max(_bytes.Length * 2, Length + count)));
        Utf8.CopyTo(larger);
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
