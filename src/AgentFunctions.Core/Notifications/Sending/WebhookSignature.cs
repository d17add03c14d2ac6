using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AgentFunctions.Core.Notifications.Sending;

/// <summary>
/// Signatures of Standard Webhooks 1.0.0: <c>v1,base64(HMAC-SHA256(secret, id.timestamp.body))</c>. A secret that begins with <c>whsec_</c> is base64, as that specification writes secrets; any other is taken
/// as the bytes of its text.
/// </summary>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far a receiver lets the time of a message lie from its own.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";
    private const string SecretPrefix = "whsec_";

    /// <summary>The signature header: one signature for each secret, separated by spaces. There are two secrets while one is being rotated.</summary>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var content = Content(id, timestamp.ToString(CultureInfo.InvariantCulture), body);
        return string.Join(' ', secrets.Select(secret => Version + Convert.ToBase64String(HMACSHA256.HashData(Key(secret), content))));
    }

    /// <summary>For receivers: whether one of the signatures was made with one of the secrets, and the message is of now. Compares in constant time.</summary>
    public static bool Verify(
        IReadOnlyList<string> secrets, string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now, TimeSpan? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(signatures)) return false;
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs((decimal)now.ToUnixTimeSeconds() - seconds) > (decimal)(tolerance ?? Tolerance).TotalSeconds) return false;
        var content = Content(id, timestamp!, body);
        var good = false;
        foreach (var secret in secrets)
        {
            var expected = HMACSHA256.HashData(Key(secret), content);
            foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries)) good |= Equals(signature, expected);
        }

        return good;
    }

    private static bool Equals(string signature, byte[] expected)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return signature.StartsWith(Version, StringComparison.Ordinal)
            && Convert.TryFromBase64Chars(signature.AsSpan(Version.Length), given, out var length) && length == given.Length
            && CryptographicOperations.FixedTimeEquals(given, expected);
    }

    private static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes($"{id}.{timestamp}.");
        return [.. head, .. body];
    }

    private static byte[] Key(string secret)
    {
        var encoded = secret.AsSpan(secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? SecretPrefix.Length : 0);
        var bytes = new byte[(encoded.Length * 3 / 4) + 3];
        return encoded.Length < secret.Length && Convert.TryFromBase64Chars(encoded, bytes, out var length) && length > 0 ? bytes[..length] : Encoding.UTF8.GetBytes(secret);
    }
}
