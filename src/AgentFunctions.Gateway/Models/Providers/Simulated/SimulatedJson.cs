using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AgentFunctions.Gateway.Models.Providers.Simulated;

/// <summary>Writes simulated answers as providers write them: quotes and non-ASCII text unescaped.</summary>
internal static class SimulatedJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options)) node.WriteTo(writer);
        return stream.ToArray();
    }

    public static string Text(JsonNode node) => System.Text.Encoding.UTF8.GetString(Bytes(node));
}
