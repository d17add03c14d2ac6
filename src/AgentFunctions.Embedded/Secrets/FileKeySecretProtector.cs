using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Embedded.Secrets;

/// <summary>AES-256-GCM under a key file. Layout: version (1), nonce (12), tag (16), ciphertext; owner and name are authenticated.</summary>
internal sealed class FileKeySecretProtector(string keyFile) : ISecretProtector
{
    private const byte Version = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = 1 + NonceBytes + TagBytes;

    private readonly Lazy<byte[]> _key = new(() => KeyFile.ReadOrCreate(keyFile));

    public byte[] Protect(string tenantId, string name, ReadOnlySpan<byte> plaintext)
    {
        var result = new byte[HeaderBytes + plaintext.Length];
        result[0] = Version;
        var nonce = result.AsSpan(1, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key.Value, TagBytes);
        aes.Encrypt(nonce, plaintext, result.AsSpan(HeaderBytes), result.AsSpan(1 + NonceBytes, TagBytes), Context(tenantId, name));
        return result;
    }

    public byte[]? Unprotect(string tenantId, string name, ReadOnlySpan<byte> ciphertext)
    {
        if (ciphertext.Length < HeaderBytes || ciphertext[0] != Version) return null;
        var plaintext = new byte[ciphertext.Length - HeaderBytes];
        using var aes = new AesGcm(_key.Value, TagBytes);
        try
        {
            aes.Decrypt(ciphertext.Slice(1, NonceBytes), ciphertext[HeaderBytes..], ciphertext.Slice(1 + NonceBytes, TagBytes), plaintext, Context(tenantId, name));
            return plaintext;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Context(string tenantId, string name) => Encoding.UTF8.GetBytes($"agentfunctions/secret/{tenantId}/{name}");
}
