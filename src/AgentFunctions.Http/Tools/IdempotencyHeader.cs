using AgentFunctions.Core.Errors;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Tools;

/// <summary>The <c>Idempotency-Key</c> of a request. One that cannot be read is refused: the call would be done twice.</summary>
internal static class IdempotencyHeader
{
    private const int MaxLength = 256;

    /// <summary>What is wrong with it, or null.</summary>
    public static ApiError? Read(IHeaderDictionary headers, out string? key)
    {
        var values = headers[HeaderNames.IdempotencyKey];
        key = values.Count == 0 ? null : values[0] ?? "";
        if (key is null) return null;
        for (var i = 1; i < values.Count; i++)
            if (!string.Equals(values[i], key, StringComparison.Ordinal)) return ApiErrors.InvalidRequest(HeaderNames.IdempotencyKey, $"'{HeaderNames.IdempotencyKey}' is sent more than once, with different values.");
        return key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? null
            : ApiErrors.InvalidRequest(HeaderNames.IdempotencyKey, $"'{HeaderNames.IdempotencyKey}' is 1 to {MaxLength} visible ASCII characters without spaces.");
    }
}
