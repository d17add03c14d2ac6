using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Resources;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Resources;

/// <summary>Reads <c>If-Match</c> and <c>If-None-Match</c> of writes.</summary>
internal static class WriteConditions
{
    public static (WriteCondition Condition, ApiError? Error) Read(HttpRequest request)
    {
        var match = request.Headers.IfMatch;
        var noneMatch = request.Headers.IfNoneMatch;
        if (noneMatch.Count > 0 && noneMatch.ToString() != "*") return (default, ApiErrors.InvalidRequest("If-None-Match", "If-None-Match may only be * here, which asks for the resource not to exist."));
        if (match.Count > 0 && noneMatch.Count > 0) return (default, ApiErrors.InvalidRequest("If-Match", "Send If-Match or If-None-Match, not both."));
        if (match.Count == 0) return (new WriteCondition(IfNoneMatch: noneMatch.Count > 0), null);
        return match.ToString() switch
        {
            "*" => (new WriteCondition("*"), null),
            ['"', .. var tag, '"'] when !tag.Contains('"', StringComparison.Ordinal) => (new WriteCondition(tag), null),
            _ => (default, ApiErrors.InvalidRequest("If-Match", "If-Match takes one ETag in double quotes, as an answer gave it, or *.")),
        };
    }
}
