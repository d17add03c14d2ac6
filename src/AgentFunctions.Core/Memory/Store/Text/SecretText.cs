using System.Text.RegularExpressions;

namespace AgentFunctions.Core.Memory.Store.Text;

/// <summary>Text that looks like a key, a token or a password: never remembered. Linear time; it errs towards refusing.</summary>
internal static class SecretText
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly Regex[] Shapes =
    [
        // Keys of this product, then those of others by their published prefixes.
        new(@"\b[ao]k_[A-Za-z0-9._:-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{16,}", Options),
        new(@"\bsk-[A-Za-z0-9_-]{20,}", Options),
        new(@"\b(ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{30,}|\bgithub_pat_[A-Za-z0-9_]{30,}", Options),
        new(@"\b(AKIA|ASIA)[A-Z0-9]{16}\b", Options),
        new(@"\bxox[abeoprs]-[A-Za-z0-9-]{10,}", Options),
        new(@"\bAIza[A-Za-z0-9_-]{30,}", Options),
        new(@"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}", Options),
        new(@"-----BEGIN [A-Z ]*PRIVATE KEY-----", Options),
        new(@"(?i)\b(AccountKey|SharedAccessKey|SharedAccessSignature)\s*=\s*[^\s;]{16,}", Options),
        new(@"(?i)\bbearer\s+[A-Za-z0-9._~+/=-]{20,}", Options),
        new(@"(?i)\b(password|passwd|pwd|passphrase|api[_ -]?key|secret[_ -]?key|client[_ -]?secret|access[_ -]?token)\s*[=:]\s*[""']?[^\s""']{6,}", Options),
        new(@"(?i)\b(password|passwd|passphrase|api[_ -]?key|access[_ -]?token)\s+is\s+[""']?[^\s""']*[0-9][^\s""']*", Options),
    ];

    public static bool IsIn(string text) => Array.Exists(Shapes, shape => shape.IsMatch(text));
}
