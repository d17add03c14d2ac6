using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Subscriptions.Hubs;

/// <summary>Values of properties as texts, in the string form of CloudEvents.</summary>
internal static class HubPropertyText
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>null where it is none that an attribute could have.</summary>
    public static string? Of(object? value) => value switch
    {
        string text => Clean(text) == text ? text : null,
        bool truth => truth ? "true" : "false",
        sbyte or byte or short or ushort or int or uint or long or ulong => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        DateTimeOffset time => Rfc3339(time),
        DateTime time => Rfc3339(time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, TimeSpan.Zero) : time),
        Guid id => id.ToString(),
        Uri uri => uri.OriginalString,
        byte[] bytes => Of(bytes.AsSpan()),
        ArraySegment<byte> bytes => Of(bytes.AsSpan()),
        ReadOnlyMemory<byte> bytes => Of(bytes.Span),
        _ => null,
    };

    /// <summary>Without halves of surrogate pairs, which JSON cannot hold.</summary>
    public static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static string? Of(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
