using System.Globalization;
using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Http.RequestIdentity;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Models;

/// <summary><c>x-context</c> of requests, and what came of it in answers.</summary>
internal static class ContextHeaders
{
    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="headers">Of the request.</param>
    /// <param name="compress">Whether the context is to be made smaller; null where nothing is said.</param>
    public static ApiError? Read(IHeaderDictionary headers, out bool? compress)
    {
        var values = headers[HeaderNames.Context];
        compress = null;
        if (values.Count == 0) return null;
        if (values.Count > 1 || values[0] is not ("compress" or "none")) return ApiErrors.InvalidRequest(HeaderNames.Context, $"'{HeaderNames.Context}' is 'compress' or 'none'.");
        compress = values[0] == "compress";
        return null;
    }

    /// <summary>What is wrong with it on a call of that kind, or null: messages are all that is made smaller.</summary>
    public static ApiError? Check(IHeaderDictionary headers, ModelOperation operation)
    {
        if (Read(headers, out var compress) is { } wrong) return wrong;
        return compress == true && operation != ModelOperation.Chat
            ? ApiErrors.UnsupportedParameter(HeaderNames.Context, $"'{HeaderNames.Context}: compress' is for chat completions: nothing else has messages that could be made smaller. Leave it out, or send the conversation to /v1/chat/completions.")
            : null;
    }

    public static void Write(HttpResponse response, ModelCall call)
    {
        if (call.ContextTokens is not var (before, after)) return;
        response.Headers[HeaderNames.ContextTokensBefore] = before.ToString(CultureInfo.InvariantCulture);
        response.Headers[HeaderNames.ContextTokensAfter] = after.ToString(CultureInfo.InvariantCulture);
    }
}
