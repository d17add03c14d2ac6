using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.Clients.Tests.Upstream;

/// <summary>One vector an input, as floats or base64 as asked.</summary>
internal static class EmbeddingScripts
{
    public static readonly float[] Vector = [0.5f, -0.25f, 0.125f, 1f];

    public static UpstreamReply Answer(ProviderCall call)
    {
        var base64 = call.Body["encoding_format"]?.GetValue<string>() == "base64";
        var vector = base64
            ? $"\"{Convert.ToBase64String(MemoryMarshal.AsBytes(Vector.AsSpan()))}\""
            : $"[{string.Join(',', Vector.Select(static value => value.ToString(CultureInfo.InvariantCulture)))}]";
        var count = (call.Body["input"] as JsonArray)?.Count ?? 1;
        var data = Enumerable.Range(0, count).Select(index => $$"""{"object":"embedding","index":{{index}},"embedding":{{vector}}}""");
        return UpstreamReply.Json(200, $$"""{"object":"list","data":[{{string.Join(',', data)}}],"model":"{{call.Model}}","usage":{"prompt_tokens":{{count * 3}},"total_tokens":{{count * 3}} } }""");
    }
}
