using System.Text.Encodings.Web;
using System.Text.Json;

namespace AgentFunctions.Http.Hosting;

internal static class JsonOutput
{
    /// <summary>Answers are JSON, never part of a page: quotes and plus signs stay readable instead of becoming escapes.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
