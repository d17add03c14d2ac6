using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Resources;

namespace AgentFunctions.Core.Keys;

/// <summary>
/// <c>ak_{tenant}.{keyId}.{secret}</c> for agents, <c>ok_...</c> for others. The secret is 43 characters of base 62 (256 random bits) and 6 characters of checksum over everything before, so that typos and
/// made-up keys are refused before anything is read, and scanners can tell a key from noise.
/// </summary>
internal static class KeyFormat
{
    public const string AgentPrefix = "ak_";
    public const string OtherPrefix = "ok_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;
    private const int MaxLength = 3 + 63 + 1 + ResourceIds.MaxLength + 1 + SecretLength + ChecksumLength;

    /// <summary>A new key. Shown once; only its hash is kept.</summary>
    public static string Issue(string tenantId, string keyId, bool forAgent)
    {
        var body = $"{(forAgent ? AgentPrefix : OtherPrefix)}{tenantId}.{keyId}.{RandomNumberGenerator.GetString(Alphabet, SecretLength)}";
        Span<char> checksum = stackalloc char[ChecksumLength];
        Checksum(body, checksum);
        return string.Concat(body, checksum);
    }

    public static string NewId() => "k-" + RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 12);

    /// <summary>Splits a well-formed key whose checksum is right.</summary>
    public static bool TryParse(ReadOnlySpan<char> key, out ReadOnlySpan<char> tenantId, out ReadOnlySpan<char> keyId)
    {
        tenantId = keyId = default;
        if (key.Length > MaxLength || !(key.StartsWith(AgentPrefix, StringComparison.Ordinal) || key.StartsWith(OtherPrefix, StringComparison.Ordinal))) return false;
        var rest = key[AgentPrefix.Length..];
        var first = rest.IndexOf('.');
        if (first < 0) return false;
        var tail = rest[(first + 1)..];
        var second = tail.IndexOf('.');
        if (second < 0 || tail.Length - second - 1 != SecretLength + ChecksumLength) return false;
        tenantId = rest[..first];
        keyId = tail[..second];
        if (!ResourceIds.IsValidTenant(tenantId) || !ResourceIds.IsValid(keyId)) return false;
        Span<char> checksum = stackalloc char[ChecksumLength];
        return Checksum(key[..^ChecksumLength], checksum) && checksum.SequenceEqual(key[^ChecksumLength..]);
    }

    /// <summary>What is stored of a key. One pass of SHA-256 is enough for 256 random bits.</summary>
    public static void Hash(ReadOnlySpan<char> key, Span<byte> hash)
    {
        Span<byte> utf8 = stackalloc byte[MaxLength];
        var length = Encoding.ASCII.GetBytes(key, utf8);
        SHA256.HashData(utf8[..length], hash);
        CryptographicOperations.ZeroMemory(utf8[..length]);
    }

    private static bool Checksum(ReadOnlySpan<char> text, Span<char> checksum)
    {
        Span<byte> utf8 = stackalloc byte[MaxLength];
        if (text.Length > MaxLength || Encoding.UTF8.GetByteCount(text) != text.Length) return false;
        var length = Encoding.UTF8.GetBytes(text, utf8);
        var value = Crc32.HashToUInt32(utf8[..length]);
        for (var i = checksum.Length - 1; i >= 0; i--)
        {
            checksum[i] = Alphabet[(int)(value % (uint)Alphabet.Length)];
            value /= (uint)Alphabet.Length;
        }

        return true;
    }
}
