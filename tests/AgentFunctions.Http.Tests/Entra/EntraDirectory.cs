using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Http.Tests.Entra;

/// <summary>A directory of Entra ID on a loopback address: metadata, keys that can be replaced, and tokens signed with them. Tokens are put together by hand, so that wrong ones can be too.</summary>
internal sealed class EntraDirectory : IAsyncDisposable
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string OtherTenant = "22222222-2222-2222-2222-222222222222";
    public const string Client = "33333333-3333-3333-3333-333333333333";
    public const string Workload = "44444444-4444-4444-4444-444444444444";
    public const string Person = "55555555-5555-5555-5555-555555555555";

    private readonly ScriptedUpstream _server = ScriptedUpstream.Start();
    private RSA _key = RSA.Create(2048);
    private string _keyId = "k1";

    public EntraDirectory() => _server.Default = Answer;

    /// <summary>Answers 503 instead of metadata.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often keys were read.</summary>
    public int KeyReads { get; private set; }

    public string Instance => _server.Address.AbsoluteUri;

    /// <summary>Signs with another key from now on; the old one is gone.</summary>
    public void Roll(string keyId)
    {
        _key.Dispose();
        (_key, _keyId) = (RSA.Create(2048), keyId);
    }

    /// <summary>The claims of a person's access token, version 2.</summary>
    public Dictionary<string, object?> PersonClaims(DateTimeOffset now, params string[] roles) => new()
    {
        ["aud"] = Client, ["iss"] = $"{Instance}{Tenant}/v2.0", ["iat"] = now.ToUnixTimeSeconds(), ["nbf"] = now.ToUnixTimeSeconds(), ["exp"] = now.AddMinutes(60).ToUnixTimeSeconds(),
        ["tid"] = Tenant, ["oid"] = Person, ["sub"] = "pairwise", ["azp"] = "66666666-6666-6666-6666-666666666666", ["scp"] = "access", ["ver"] = "2.0", ["roles"] = roles,
    };

    /// <summary>The claims of an application's own access token, version 2.</summary>
    public Dictionary<string, object?> AppClaims(DateTimeOffset now, string tenant = Tenant, params string[] roles)
    {
        var claims = PersonClaims(now, roles);
        claims.Remove("scp");
        claims["tid"] = tenant;
        claims["iss"] = $"{Instance}{tenant}/v2.0";
        claims["azp"] = Workload;
        claims["sub"] = claims["oid"];
        return claims;
    }

    public string Sign(Dictionary<string, object?> claims, string algorithm = "RS256")
    {
        var head = Encode(JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?> { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = _keyId }));
        var body = head + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        var bytes = Encoding.ASCII.GetBytes(body);
        var signature = algorithm switch
        {
            "none" => [],

            // The classic: the public key, which everybody knows, as the secret of a symmetric algorithm.
            "HS256" => HMACSHA256.HashData(_key.ExportSubjectPublicKeyInfo(), bytes),
            "RS512" => _key.SignData(bytes, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            _ => _key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return body + "." + Encode(signature);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
    }

    private UpstreamReply Answer(UpstreamRequest request)
    {
        if (IsDown) return UpstreamReply.Json(503, "{}");
        if (request.Target.EndsWith("/v2.0/.well-known/openid-configuration", StringComparison.Ordinal)) return UpstreamReply.Json(200, $$"""{"jwks_uri":"{{Instance}}keys"}""");
        if (request.Target != "/keys") return UpstreamReply.Json(404, "{}");
        KeyReads++;
        var parameters = _key.ExportParameters(false);
        return UpstreamReply.Json(200, string.Create(CultureInfo.InvariantCulture, $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"{{_keyId}}","n":"{{Encode(parameters.Modulus!)}}","e":"{{Encode(parameters.Exponent!)}}"}]}"""));
    }

    private static string Encode(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
