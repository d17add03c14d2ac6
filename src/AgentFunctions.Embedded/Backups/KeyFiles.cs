using System.Security.Cryptography;

namespace AgentFunctions.Embedded.Backups;

/// <summary>The files of a data folder that open what it protects.</summary>
internal static class KeyFiles
{
    public const string Secrets = "secrets.key";

    public static readonly string[] All = [Secrets, "admin.key", "demo.key"];

    /// <summary>Tells one <c>secrets.key</c> from another; null where there is none.</summary>
    public static string? SecretsDigest(string folder)
    {
        var path = Path.Combine(folder, Secrets);
        return File.Exists(path) ? Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)).AsSpan(0, 8)) : null;
    }
}
