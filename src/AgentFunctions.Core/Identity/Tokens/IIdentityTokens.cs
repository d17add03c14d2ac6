namespace AgentFunctions.Core.Identity.Tokens;

/// <summary>Tokens of an identity provider in place of keys. Every doubt is a refusal.</summary>
public interface IIdentityTokens
{
    /// <summary>The tenant that whoever comes with a token belongs to.</summary>
    string Tenant { get; }

    /// <summary>Whether the credential is meant as such a token; false where this host takes none.</summary>
    bool IsToken(string credential);

    /// <summary>Checks signature, issuer, audience, time and what the token claims.</summary>
    ValueTask<IdentityTokenResult> ValidateAsync(string token, CancellationToken cancellationToken);
}
