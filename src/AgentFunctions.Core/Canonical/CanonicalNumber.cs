using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Canonical;

/// <summary>
/// Numbers in the layout of ECMAScript's Number::toString (RFC 8785, section 3.2.2.3), from their decimal digits and not by way of a double. Where the shortest digits of the double are the number's own the text is the RFC's;
/// elsewhere it is exact, so that 9007199254740993 stays itself and two different numbers never have one text.
/// </summary>
internal static class CanonicalNumber
{
    private const int MaxExponentDigits = 9;
    private const int MostWholeDigits = 21;
    private const int MostLeadingZeros = 6;

    /// <param name="number">A number by JSON's grammar.</param>
    /// <param name="output">Where it is appended.</param>
    /// <returns>false: its exponent has more digits than any real number needs.</returns>
    public static bool TryWrite(string number, StringBuilder output)
    {
        var exponentAt = number.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? number : number[..exponentAt];
        var isNegative = mantissa[0] == '-';
        var whole = isNegative ? mantissa[1..] : mantissa;
        var point = whole.IndexOf('.', StringComparison.Ordinal);
        var all = point < 0 ? whole : whole.Remove(point, 1);
        var digits = all.TrimStart('0');

        // The value is 0.{digits} x 10^position; the mathematics and the name of the RFC's source: n.
        long position = (point < 0 ? whole.Length : point) - (all.Length - digits.Length);
        digits = digits.TrimEnd('0');
        if (digits.Length == 0)
        {
            // Zero has no sign and no exponent.
            output.Append('0');
            return true;
        }

        if (exponentAt >= 0)
        {
            if (!TryReadExponent(number.AsSpan(exponentAt + 1), out var exponent)) return false;
            position += exponent;
        }

        if (isNegative) output.Append('-');
        Lay(digits, position, output);
        return true;
    }

    private static bool TryReadExponent(ReadOnlySpan<char> text, out long exponent)
    {
        var isNegative = text[0] == '-';
        var digits = text.TrimStart("+-").TrimStart('0');
        exponent = 0;
        if (digits.Length > MaxExponentDigits) return false;
        if (digits.Length > 0) exponent = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        if (isNegative) exponent = -exponent;
        return true;
    }

    private static void Lay(string digits, long position, StringBuilder output)
    {
        if (position is > 0 and <= MostWholeDigits)
        {
            if (digits.Length <= position) output.Append(digits).Append('0', (int)position - digits.Length);
            else output.Append(digits, 0, (int)position).Append('.').Append(digits, (int)position, digits.Length - (int)position);
            return;
        }

        if (position is > -MostLeadingZeros and <= 0)
        {
            output.Append("0.").Append('0', (int)-position).Append(digits);
            return;
        }

        output.Append(digits[0]);
        if (digits.Length > 1) output.Append('.').Append(digits, 1, digits.Length - 1);
        var exponent = position - 1;
        output.Append('e').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString(CultureInfo.InvariantCulture));
    }
}
