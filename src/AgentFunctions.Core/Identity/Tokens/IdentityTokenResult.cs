namespace AgentFunctions.Core.Identity.Tokens;

/// <summary>Exactly one of the three: the token, why it is refused, or that it could not be checked.</summary>
/// <param name="Token">It holds.</param>
/// <param name="Refusal">It does not: why, in words that follow "The token".</param>
/// <param name="IsUnavailable">The provider's keys could not be had.</param>
public readonly record struct IdentityTokenResult(IdentityToken? Token, string? Refusal = null, bool IsUnavailable = false)
{
    public static IdentityTokenResult Refused(string why) => new(null, why);

    public static IdentityTokenResult Unavailable { get; } = new(null, null, true);
}
