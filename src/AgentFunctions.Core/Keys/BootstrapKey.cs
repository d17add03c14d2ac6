using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Core.Keys;

/// <summary>Recognizes the bootstrap key in constant time; keeps its hash only.</summary>
internal sealed class BootstrapKey(IOptions<BootstrapKeyOptions> options)
{
    public const string KeyId = "bootstrap";

    private const int MaxLength = 512;
    private readonly byte[]? _hash = options.Value.AdminKey is { } key ? SHA256.HashData(Encoding.UTF8.GetBytes(key)) : null;

    public bool IsSet => _hash is not null;

    public bool Matches(string presented)
    {
        if (presented.Length is 0 or > MaxLength) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(presented), hash);
        return _hash is not null && CryptographicOperations.FixedTimeEquals(hash, _hash);
    }
}
