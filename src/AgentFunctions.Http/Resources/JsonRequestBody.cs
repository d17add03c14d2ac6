using System.Text.Json;
using AgentFunctions.Core.Resources.Schemas;
using AgentFunctions.Http.Errors;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Http.Resources;

/// <summary>Reads a body that has a schema of its own.</summary>
internal static class JsonRequestBody
{
    /// <summary>The checked body, or null when it was refused and the answer is written.</summary>
    /// <param name="context">The request.</param>
    /// <param name="schema">What the body must be.</param>
    /// <param name="limit">Largest body in bytes.</param>
    /// <param name="emptyIsObject">No body counts as an empty object, for requests whose fields are all optional.</param>
    public static async ValueTask<JsonElement?> ReadAsync(HttpContext context, JsonRequest schema, int limit, bool emptyIsObject)
    {
        var (bytes, error) = await RequestBody.ReadAsync(context.Request, limit, context.RequestAborted);
        JsonElement body = default;
        error ??= schema.Read(bytes.IsEmpty && emptyIsObject ? "{}"u8 : bytes.Span, out body);
        if (error is null) return body;
        await context.WriteErrorAsync(error);
        return null;
    }
}
