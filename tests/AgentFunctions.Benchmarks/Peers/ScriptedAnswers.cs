using System.Globalization;
using System.Text;

namespace AgentFunctions.Benchmarks.Peers;

/// <summary>The bytes of every call and answer, shared by the upstream that sends them and the load generator that checks them.</summary>
internal static class ScriptedAnswers
{
    public const string Path = "/v1/chat/completions";
    public const int Chunks = 50;
    public const string WordPrefix = "\"content\":\"w";
    public const string PlainMarker = "\"content\":\"a scripted answer, whole and always the same\"";
    public const string UsageMarker = "\"usage\":{\"prompt_tokens\":";
    public const string Done = "data: [DONE]\n\n";

    /// <summary>Time between the chunks of a paced stream.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private const string Usage = UsageMarker + "61,\"completion_tokens\":50,\"total_tokens\":111,\"prompt_tokens_details\":{\"cached_tokens\":0},\"completion_tokens_details\":{\"reasoning_tokens\":0}}";
    private const string Head = "{\"id\":\"chatcmpl-benchmark000000000000000001\",\"object\":\"chat.completion";

    /// <summary>A whole chat completion.</summary>
    public static byte[] Plain { get; } = Encoding.UTF8.GetBytes(
        Head + "\",\"created\":1760000000,\"model\":\"scripted-plain\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\"," + PlainMarker
        + ",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}]," + Usage + ",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_benchmark\"}");

    /// <summary>The events of a streamed one, in order; each is written on its own.</summary>
    public static byte[][] Events { get; } = [.. StreamEvents().Select(Encoding.UTF8.GetBytes)];

    /// <summary>A request body as an SDK would send it.</summary>
    public static string RequestBody(string model, bool stream) =>
        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"system\",\"content\":\"You are a careful assistant of an operations team. Answer briefly, name your sources, and say so when you do not know.\"},"
        + "{\"role\":\"user\",\"content\":\"Which of yesterday's orders are still waiting for a carrier, and what should be done about each of them?\"}],\"temperature\":0.2,\"max_tokens\":256"
        + (stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}" : "}");

    private static IEnumerable<string> StreamEvents()
    {
        const string chunk = "data: " + Head + ".chunk\",\"created\":1760000000,\"model\":\"scripted-stream\",\"system_fingerprint\":\"fp_benchmark\",\"choices\":[";
        for (var i = 0; i < Chunks; i++)
            yield return chunk + "{\"index\":0,\"delta\":{" + (i == 0 ? "\"role\":\"assistant\"," : "") + WordPrefix + i.ToString(CultureInfo.InvariantCulture) + " \"},\"finish_reason\":null}]}\n\n";
        yield return chunk + "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        yield return chunk + "]," + Usage + "}\n\n";
        yield return Done;
    }
}
