using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Errors;

/// <summary>
/// Which shape an error takes, decided by path alone: OpenAI's envelope under <c>/v1</c> and <c>/openai</c>, problem+json elsewhere. The path is known before routing, so
/// errors that occur there (limits, bad headers, unknown routes) have the same shape as those of handlers. See docs/decisions/0002-error-format-by-path.md.
/// </summary>
internal static class ErrorFormat
{
    public static bool IsOpenAi(PathString path) =>
        path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/openai", StringComparison.OrdinalIgnoreCase);
}
