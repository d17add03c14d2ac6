using System.Security.Cryptography;

namespace AgentFunctions.Core.Identifiers;

/// <summary>Ids of requests and calls: ours alone, 128 random bits as 32 hex digits after <c>req_</c>. Ids chosen by callers never key anything.</summary>
public static class CallId
{
    private const string Prefix = "req_";
    private const int RandomBytes = 16;

    public static string New()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        Span<char> text = stackalloc char[Prefix.Length + (RandomBytes * 2)];
        Prefix.CopyTo(text);
        Convert.TryToHexStringLower(random, text[Prefix.Length..], out _);
        return new string(text);
    }
}
