using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentFunctions.Core.Notifications;

/// <summary>
/// Ids of events: <c>evt_</c>, twelve hex digits of Unix milliseconds and twenty more, so that they sort by time. They hold no dot: the signature of a webhook separates id, time and body by dots.
/// </summary>
public static class EventIds
{
    private const string Prefix = "evt_";
    private const int TailBytes = 10;
    private const int Length = 4 + 12 + (2 * TailBytes);

    /// <summary>A new id.</summary>
    public static string New(DateTimeOffset at) => Join(at, RandomNumberGenerator.GetBytes(TailBytes));

    /// <summary>The one id of an event that several processes may raise, or one process again: the same moment and parts give the same id.</summary>
    public static string Of(DateTimeOffset at, params ReadOnlySpan<string> parts)
    {
        // A length before each part, so that ("ab","c") and ("a","bc") differ.
        var text = new StringBuilder();
        foreach (var part in parts) text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");
        return Join(at, SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, TailBytes));
    }

    public static bool IsValid(string? id)
    {
        if (id is null || id.Length != Length || !id.StartsWith(Prefix, StringComparison.Ordinal)) return false;
        foreach (var c in id.AsSpan(Prefix.Length))
        {
            if (!char.IsAsciiHexDigitLower(c)) return false;
        }

        return true;
    }

    /// <summary>Unix milliseconds as they stand in ids: twelve hex digits, which sort by time until the year 10889.</summary>
    internal static string Time(DateTimeOffset at) => Math.Max(0, at.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);

    private static string Join(DateTimeOffset at, ReadOnlySpan<byte> tail) => $"{Prefix}{Time(at)}{Convert.ToHexStringLower(tail)}";
}
