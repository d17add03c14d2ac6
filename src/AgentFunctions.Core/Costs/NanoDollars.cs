using System.Globalization;

namespace AgentFunctions.Core.Costs;

/// <summary>An amount of money in billionths of a US dollar: exact integers everywhere, a decimal string in bodies (<c>"5.00"</c>).</summary>
/// <param name="Value">1 USD = 1,000,000,000. At most 9,000,000 USD, exact in a JSON double.</param>
public readonly record struct NanoDollars(long Value) : IComparable<NanoDollars>
{
    public const long PerDollar = 1_000_000_000;
    public const int MaxDecimals = 9;
    public const long MaxDollars = 9_000_000;

    public static NanoDollars Zero => default;

    public static NanoDollars Max => new(MaxDollars * PerDollar);

    public static NanoDollars operator +(NanoDollars left, NanoDollars right) => new(checked(left.Value + right.Value));

    public static NanoDollars operator -(NanoDollars left, NanoDollars right) => new(checked(left.Value - right.Value));

    public static bool operator <(NanoDollars left, NanoDollars right) => left.Value < right.Value;

    public static bool operator >(NanoDollars left, NanoDollars right) => left.Value > right.Value;

    public static bool operator <=(NanoDollars left, NanoDollars right) => left.Value <= right.Value;

    public static bool operator >=(NanoDollars left, NanoDollars right) => left.Value >= right.Value;

    public static NanoDollars Add(NanoDollars left, NanoDollars right) => left + right;

    public static NanoDollars Subtract(NanoDollars left, NanoDollars right) => left - right;

    /// <summary>Parses USD: digits with at most 9 decimals, no sign, no exponent, at most 9,000,000.</summary>
    public static bool TryParse(string? text, out NanoDollars amount)
    {
        amount = default;
        if (string.IsNullOrEmpty(text) || !char.IsAsciiDigit(text[0]) || text.Length > 32) return false;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd)) return false;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && text.Length - point - 1 is 0 or > MaxDecimals) return false;
        if (usd > MaxDollars) return false;
        amount = new NanoDollars((long)(usd * PerDollar));
        return true;
    }

    public int CompareTo(NanoDollars other) => Value.CompareTo(other.Value);

    /// <summary>USD with at least two decimals and no more than needed: <c>5.00</c>, <c>0.000015</c>.</summary>
    public override string ToString() => ((decimal)Value / PerDollar).ToString("0.00#######", CultureInfo.InvariantCulture);
}
