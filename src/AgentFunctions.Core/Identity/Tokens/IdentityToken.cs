namespace AgentFunctions.Core.Identity.Tokens;

/// <summary>What a token that holds says.</summary>
/// <param name="Directory">The identity provider's tenant that the account is of.</param>
/// <param name="ObjectId">The account: a person or a service principal.</param>
/// <param name="ClientId">The application that asked for the token.</param>
public sealed record IdentityToken(string Directory, string ObjectId, string ClientId)
{
    /// <summary>The application speaks for itself and not for a person.</summary>
    public bool IsApp { get; init; }

    /// <summary>The roles it has here.</summary>
    public IReadOnlyList<PrincipalKind> Roles { get; init; } = [];
}
