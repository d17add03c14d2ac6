using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Identity.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AgentFunctions.Http.Authentication.Entra;

/// <summary>Reads who a token speaks of, once its signature holds.</summary>
internal static class EntraClaims
{
    public static IdentityTokenResult Read(JsonWebToken checkedToken, string directory, EntraOptions options)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(checkedToken.EncodedPayload));
        return Read(payload.RootElement, checkedToken.Issuer, directory, options);
    }

    private static IdentityTokenResult Read(JsonElement token, string issuer, string directory, EntraOptions options)
    {
        var isV2 = Text(token, "ver") == "2.0";
        if (!isV2 && Text(token, "ver") != "1.0") return IdentityTokenResult.Refused("is of no known version.");
        if (issuer.StartsWith(options.Instance, StringComparison.Ordinal) != isV2 && options.Instance != options.IssuerV1) return IdentityTokenResult.Refused("has another issuer than its version.");

        // Sign-in tokens are for the application that asked; only access tokens say which one that is.
        if (Text(token, isV2 ? "azp" : "appid") is not { Length: > 0 } client) return IdentityTokenResult.Refused("is no access token: it does not say which application asked for it.");
        if (Text(token, "oid") is not { Length: > 0 } account || !Core.Resources.ResourceIds.IsValid(account)) return IdentityTokenResult.Refused("names no account.");
        var isApp = Text(token, "scp") is not { Length: > 0 };
        if (isApp && (Text(token, "idtyp") is { } kind ? kind != "app" : Text(token, "sub") != account)) return IdentityTokenResult.Refused("is a person's without a scope: ask for a scope of this application.");
        if (!isApp && Text(token, "idtyp") == "app") return IdentityTokenResult.Refused("contradicts itself.");
        if (!isApp && !options.Guests && IsGuest(token, issuer, directory)) return IdentityTokenResult.Refused("is a guest's, and guests have no access here.");
        var isHome = directory.Equals(options.TenantId, StringComparison.OrdinalIgnoreCase);
        if (!isHome && !isApp) return IdentityTokenResult.Refused("is a person's of another directory; only applications of that one may come.");
        return new IdentityTokenResult(new IdentityToken(directory.ToLowerInvariant(), account.ToLowerInvariant(), client.ToLowerInvariant()) { IsApp = isApp, Roles = isHome ? Roles(token) : [] });
    }

    /// <summary>A member of the directory signs in there: whoever signed in elsewhere is a guest.</summary>
    private static bool IsGuest(JsonElement token, string issuer, string directory)
    {
        if (token.TryGetProperty("acct", out var kind) && kind.ToString() != "0") return true;
        return token.TryGetProperty("idp", out var provider) && provider.ToString() is var text && text != issuer && !text.Contains(directory, StringComparison.OrdinalIgnoreCase);
    }

    private static List<PrincipalKind> Roles(JsonElement token)
    {
        List<PrincipalKind> kinds = [];
        if (!token.TryGetProperty("roles", out var roles) || roles.ValueKind != JsonValueKind.Array) return kinds;
        foreach (var role in roles.EnumerateArray())
        {
            PrincipalKind? kind = role.ValueKind != JsonValueKind.String ? null : role.GetString() switch
            {
                "Operator" => PrincipalKind.Operator,
                "Approver" => PrincipalKind.Approver,
                "Auditor" => PrincipalKind.Auditor,
                _ => null,
            };
            if (kind is { } known && !kinds.Contains(known)) kinds.Add(known);
        }

        return kinds;
    }

    private static string? Text(JsonElement token, string name) => token.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
