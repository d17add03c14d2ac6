using AgentFunctions.Core.Identity.Tokens;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AgentFunctions.Http.Authentication.Entra;

/// <summary>
/// Checks access tokens of Entra ID, version 1 and 2. What a token says of itself decides only which directory's keys it is checked with, and that must be one of those that are configured.
/// </summary>
internal sealed class EntraTokens(IOptions<EntraOptions> options, EntraKeys keys, TimeProvider time) : IIdentityTokens
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);
    private readonly EntraOptions _options = options.Value;
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    public string Tenant => _options.Tenant;

    public bool IsToken(string credential) => _options.IsOn && credential.StartsWith("eyJ", StringComparison.Ordinal) && credential.AsSpan().Count('.') == 2;

    public async ValueTask<IdentityTokenResult> ValidateAsync(string token, CancellationToken cancellationToken)
    {
        if (Read(token) is not { } unchecked_) return IdentityTokenResult.Refused("cannot be read.");
        if (unchecked_.Alg != SecurityAlgorithms.RsaSha256) return IdentityTokenResult.Refused("is not signed with RS256.");
        if (Text(unchecked_, "tid") is not { } directory || !IsTaken(directory)) return IdentityTokenResult.Refused("is of a directory that this host does not take tokens of.");
        if (string.IsNullOrEmpty(unchecked_.Kid)) return IdentityTokenResult.Refused("names no signing key.");
        if (await keys.FindAsync(directory, unchecked_.Kid, cancellationToken) is not { } known) return IdentityTokenResult.Unavailable;
        var result = await _handler.ValidateTokenAsync(unchecked_, Rules(directory, known.Where(key => key.KeyId == unchecked_.Kid)));
        return result.IsValid ? EntraClaims.Read((JsonWebToken)result.SecurityToken, directory, _options) : IdentityTokenResult.Refused(Explain(result.Exception));
    }

    private JsonWebToken? Read(string token)
    {
        try
        {
            return _handler.ReadJsonWebToken(token);
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private bool IsTaken(string directory) => directory.Equals(_options.TenantId, StringComparison.OrdinalIgnoreCase) || _options.WorkloadTenants.Contains(directory, StringComparer.OrdinalIgnoreCase);

    private TokenValidationParameters Rules(string directory, IEnumerable<SecurityKey> signing) => new()
    {
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        IssuerSigningKeys = signing,
        TryAllIssuerSigningKeys = false,
        ValidIssuers = [$"{_options.Instance}{directory}/v2.0", $"{_options.IssuerV1}{directory}/"],
        ValidAudiences = _options.Audience is { } own ? [_options.ClientId, "api://" + _options.ClientId, own] : [_options.ClientId, "api://" + _options.ClientId],
        LifetimeValidator = (notBefore, expires, _, _) =>
        {
            var now = time.GetUtcNow().UtcDateTime;
            return expires is { } end && now < end + Skew && !(notBefore > now + Skew);
        },
    };

    /// <summary>What the claim says; null where it is missing or no text.</summary>
    private static string? Text(JsonWebToken token, string name) => token.TryGetPayloadValue<object>(name, out var value) ? value as string : null;

    private static string Explain(Exception? exception) => exception switch
    {
        SecurityTokenInvalidAudienceException => "is for another audience: ask for one whose scope begins with api:// and this application's client id.",
        SecurityTokenInvalidIssuerException => "has another issuer than its directory.",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNotYetValidException or SecurityTokenNoExpirationException => "has expired or is not valid yet: get a new one.",
        _ => "is not signed by its directory.",
    };
}
