using System.Security.Cryptography;

namespace AgentFunctions.Core.Keys;

/// <summary>Compares a presented key with what is stored.</summary>
internal static class KeyMatch
{
    /// <summary>true when the key exists, its secret matches and it has not expired. The comparison takes the same time for a wrong secret and an unknown key.</summary>
    public static bool Matches(ReadOnlySpan<char> presented, KeyRecord? key, ReadOnlySpan<byte> dummy, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        KeyFormat.Hash(presented, hash);
        if (key is null || key.Secrets.IsEmpty)
        {
            _ = CryptographicOperations.FixedTimeEquals(hash, dummy);
            return false;
        }

        var matched = false;
        foreach (var (stored, until) in key.Secrets) matched |= CryptographicOperations.FixedTimeEquals(hash, stored) & now < until;
        return matched && !key.IsExpired(now);
    }
}
