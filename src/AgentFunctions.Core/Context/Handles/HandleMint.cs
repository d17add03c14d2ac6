using System.Security.Cryptography;
using System.Text;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Context.Handles;

/// <summary>
/// Names content by an HMAC of it under a key that only the store knows: the same content of the same team, session and person is the same handle, that of another person another, so that each is erased without the other; and nobody
/// can tell the handle from the content or the content from the handle.
/// </summary>
internal sealed class HandleMint(byte[] key, HandleScope scope) : IHandleMint
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int BitsAChar = 5;

    private readonly byte[] _scope = Encoding.UTF8.GetBytes($"{scope.Session}\n{scope.Team}\n{scope.Subject}\n");

    public string Mint(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        using (var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key))
        {
            hmac.AppendData(_scope);
            hmac.AppendData(content);
            hmac.GetHashAndReset(hash);
        }

        Span<char> text = stackalloc char[HandleNames.Length];
        HandleNames.Prefix.CopyTo(text);
        for (var i = HandleNames.Prefix.Length; i < text.Length; i++)
        {
            var bit = (i - HandleNames.Prefix.Length) * BitsAChar;
            var pair = (hash[bit / 8] << 8) | hash[(bit / 8) + 1];
            text[i] = Alphabet[(pair >> (16 - BitsAChar - (bit % 8))) & 31];
        }

        return new string(text);
    }
}
