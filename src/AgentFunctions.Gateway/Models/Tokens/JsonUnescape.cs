using System.Globalization;
using System.Text;

namespace AgentFunctions.Gateway.Models.Tokens;

/// <summary>
/// Takes the escapes out of the inside of a JSON string that a reader has accepted. Unlike the reader's own it never fails: half a surrogate pair, which some providers send as they cut characters between two
/// events, waits for its other half or becomes a replacement character.
/// </summary>
internal static class JsonUnescape
{
    private const int HexDigits = 4;

    /// <summary>Writes UTF-8; never more bytes than it reads, but for three of a half that waited.</summary>
    /// <param name="raw">Without the quotes.</param>
    /// <param name="to">At least as long as <paramref name="raw"/> and 3 bytes.</param>
    /// <param name="half">A high surrogate that waits, or 0.</param>
    public static int Write(ReadOnlySpan<byte> raw, Span<byte> to, ref char half)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOf((byte)'\\');
            if (plain < 0) plain = raw.Length;
            if (plain > 0)
            {
                written += EndHalf(to[written..], ref half);
                raw[..plain].CopyTo(to[written..]);
                written += plain;
                raw = raw[plain..];
                continue;
            }

            var isUnicode = raw.Length >= 2 + HexDigits && raw[1] == (byte)'u';
            var unit = isUnicode ? Hex(raw.Slice(2, HexDigits)) : Short(raw.Length > 1 ? raw[1] : (byte)'?');
            raw = raw[Math.Min(raw.Length, isUnicode ? 2 + HexDigits : 2)..];
            written += Append(unit, to[written..], ref half);
        }

        return written;
    }

    /// <summary>What a half that waits in vain becomes.</summary>
    public static int EndHalf(Span<byte> to, ref char half)
    {
        if (half == 0) return 0;
        half = '\0';
        return Rune.ReplacementChar.EncodeToUtf8(to);
    }

    private static int Append(char unit, Span<byte> to, ref char half)
    {
        if (half != 0 && char.IsLowSurrogate(unit))
        {
            var whole = new Rune(half, unit);
            half = '\0';
            return whole.EncodeToUtf8(to);
        }

        var written = EndHalf(to, ref half);
        if (char.IsHighSurrogate(unit))
        {
            half = unit;
            return written;
        }

        return written + (Rune.TryCreate(unit, out var rune) ? rune : Rune.ReplacementChar).EncodeToUtf8(to[written..]);
    }

    private static char Hex(ReadOnlySpan<byte> digits) => ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : '\uFFFD';

    private static char Short(byte code) => code switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        _ => (char)code,
    };
}
