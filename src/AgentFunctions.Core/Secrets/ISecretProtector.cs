namespace AgentFunctions.Core.Secrets;

/// <summary>Encrypts secrets at rest, so that a copied database reveals nothing. Bound to owner and name: a ciphertext moved elsewhere does not open.</summary>
public interface ISecretProtector
{
    byte[] Protect(string tenantId, string name, ReadOnlySpan<byte> plaintext);

    /// <summary>The plaintext, or null when it was not protected by this protector for this owner and name.</summary>
    byte[]? Unprotect(string tenantId, string name, ReadOnlySpan<byte> ciphertext);
}
