using System.Globalization;
using System.Text.Json.Serialization;

namespace AgentFunctions.Core.Resources;

/// <summary>A price a token in whole pico-dollars, read and written as USD per million tokens (<c>"0.15"</c> = 150,000 pico-dollars a token).</summary>
/// <param name="PicoDollarsPerToken">0 or more.</param>
[JsonConverter(typeof(TokenPriceJsonConverter))]
public readonly record struct TokenPrice(long PicoDollarsPerToken)
{
    private const int MaxDecimals = 6;
    private const decimal PicoPerMicro = 1_000_000m;
    private const decimal MaxUsdPerMillion = 1_000_000m;

    /// <summary>Parses USD per million tokens: digits with at most 6 decimals, no sign, no exponent, at most 1,000,000.</summary>
    public static bool TryParse(string? text, out TokenPrice price)
    {
        price = default;
        if (string.IsNullOrEmpty(text) || !char.IsAsciiDigit(text[0])) return false;
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var usd)) return false;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0 && (text.Length - point - 1 is 0 or > MaxDecimals)) return false;
        if (usd > MaxUsdPerMillion) return false;
        price = new TokenPrice((long)(usd * PicoPerMicro));
        return true;
    }

    public override string ToString() => (PicoDollarsPerToken / PicoPerMicro).ToString("0.######", CultureInfo.InvariantCulture);
}
