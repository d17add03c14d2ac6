using AgentFunctions.Http.Errors;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Authentication;

/// <summary>Reads the credential of a request: <c>Authorization: Bearer</c> everywhere, <c>api-key</c> on the OpenAI surface. Several, or an oversized one, count as none.</summary>
internal static class PresentedKey
{
    private const string Scheme = "Bearer ";
    private const int MaxLength = 512;

    // A token of an identity provider: it begins with a JSON object in base64.
    private const string TokenStart = "eyJ";
    private const int MaxTokenLength = 16 * 1024;

    public static string? Read(HttpRequest request)
    {
        var authorization = request.Headers.Authorization;
        if (authorization.Count > 1) return null;
        if (authorization.Count == 1)
        {
            var value = authorization[0]!;
            return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? Bounded(value[Scheme.Length..].Trim()) : null;
        }

        var apiKey = request.Headers[HeaderNames.ApiKey];
        return apiKey.Count == 1 && ErrorFormat.IsOpenAi(request.Path) ? Bounded(apiKey[0]!) : null;
    }

    private static string? Bounded(string key) => key.Length > 0 && key.Length <= (key.StartsWith(TokenStart, StringComparison.Ordinal) ? MaxTokenLength : MaxLength) ? key : null;
}
