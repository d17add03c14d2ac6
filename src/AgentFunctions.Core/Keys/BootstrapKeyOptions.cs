namespace AgentFunctions.Core.Keys;

/// <summary>The bootstrap key: role <c>Platform</c>, every operator right in every tenant.</summary>
public sealed class BootstrapKeyOptions
{
    public const int MinLength = 20;

    /// <summary>From <c>AGENTFUNCTIONS_ADMIN_KEY</c>, or the one the host made on its first start; null: there is none.</summary>
    public string? AdminKey { get; set; }

    /// <summary>A new key of 256 random bits.</summary>
    public static string Generate() => "admin_" + System.Security.Cryptography.RandomNumberGenerator.GetString("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 43);
}
