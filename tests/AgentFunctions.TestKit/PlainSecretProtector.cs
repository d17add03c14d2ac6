using System.Text;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.TestKit;

/// <summary>Protects nothing but keeps the contract: opens only for the owner and name it was made for.</summary>
public sealed class PlainSecretProtector : ISecretProtector
{
    public byte[] Protect(string tenantId, string name, ReadOnlySpan<byte> plaintext) => [.. Mark(tenantId, name), .. Flip(plaintext)];

    public byte[]? Unprotect(string tenantId, string name, ReadOnlySpan<byte> ciphertext)
    {
        var mark = Mark(tenantId, name);
        return ciphertext.StartsWith(mark) ? Flip(ciphertext[mark.Length..]) : null;
    }

    private static byte[] Mark(string tenantId, string name) => Encoding.UTF8.GetBytes($"{tenantId}/{name}:");

    private static byte[] Flip(ReadOnlySpan<byte> bytes)
    {
        var flipped = bytes.ToArray();
        for (var i = 0; i < flipped.Length; i++) flipped[i] ^= 0x5A;
        return flipped;
    }
}
