using System.Text;
using AgentFunctions.Core.Secrets;

namespace AgentFunctions.Gateway.Models.Stages;

/// <summary>Finds our credential in what a provider says: as it is in any letter case, percent-encoded, in base64 at any alignment, in hexadecimal.</summary>
internal sealed class CredentialEcho
{
    private const int ShortestSecret = 6;
    private const int Encodings = 3;
    private const string Redacted = "[redacted]";
    private readonly string? _secret;
    private readonly string[] _encoded = [];

    public CredentialEcho(Secret? credential)
    {
        if (credential?.Reveal() is not { Length: >= ShortestSecret } secret) return;
        _secret = secret;
        var bytes = Encoding.UTF8.GetBytes(secret);
        _encoded = [Convert.ToHexString(bytes), Core(bytes, 0), Core(bytes, 1), Core(bytes, 2)];
    }

    public bool IsPossible => _secret is not null;

    /// <summary>The text without the credential in its plain form.</summary>
    public string? Remove(string? text) => _secret is null ? text : text?.Replace(_secret, Redacted, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text has the credential in any form.</summary>
    public bool IsIn(string text)
    {
        if (_secret is null) return false;
        if (Has(text)) return true;

        // Whichever bytes are percent-encoded, as form or path, and where what was encoded is encoded again.
        for (var i = 0; i < Encodings && text.Contains('%', StringComparison.Ordinal); i++)
        {
            var decoded = Uri.UnescapeDataString(text);
            if (decoded.Length == text.Length) return false;
            if (Has(decoded) || (_secret.Contains(' ', StringComparison.Ordinal) && Has(decoded.Replace('+', ' ')))) return true;
            text = decoded;
        }

        return false;
    }

    private bool Has(string text)
    {
        if (text.Contains(_secret!, StringComparison.OrdinalIgnoreCase)) return true;
        var standard = text.Replace('-', '+').Replace('_', '/');
        foreach (var encoded in _encoded)
            if (text.Contains(encoded, StringComparison.OrdinalIgnoreCase) || standard.Contains(encoded, StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>The characters of base64 that the secret alone decides when <paramref name="before"/> bytes (modulo 3) precede it.</summary>
    private static string Core(byte[] secret, int before)
    {
        const int BitsPerByte = 8;
        const int BitsPerCharacter = 6;
        var text = Convert.ToBase64String([.. new byte[before], .. secret]);
        var first = ((before * BitsPerByte) + BitsPerCharacter - 1) / BitsPerCharacter;
        return text[first..((before + secret.Length) * BitsPerByte / BitsPerCharacter)];
    }
}
