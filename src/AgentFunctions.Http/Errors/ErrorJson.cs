using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentFunctions.Http.Errors;

internal static class ErrorJson
{
    /// <summary>Errors are JSON, never part of a page: quotes stay readable instead of becoming escapes.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
