using System.Text.Json;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>The context of an agent at work, with facts to ask for (Transcripts/*.json).</summary>
internal sealed record Transcript(string Name, IReadOnlyList<ContextMessage> Messages, IReadOnlyList<TranscriptProbe> Probes)
{
    public static IReadOnlyList<Transcript> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Context", "Transcripts"), "*.json").Order(StringComparer.Ordinal).Select(Read)];

    private static Transcript Read(string path)
    {
        var root = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
        return new Transcript(root.GetProperty("name").GetString()!, [.. root.GetProperty("messages").EnumerateArray().Select(ReadMessage)], [.. root.GetProperty("probes").EnumerateArray().Select(ReadProbe)]);
    }

    private static ContextMessage ReadMessage(JsonElement message) => new(message.GetProperty("ref").GetString()!, message.GetProperty("message"), ContextSamples.Label)
    {
        Slot = message.TryGetProperty("slot", out var slot) ? slot.GetString() : null,
        Pinned = message.TryGetProperty("pinned", out _),
    };

    private static TranscriptProbe ReadProbe(JsonElement probe) => new(
        probe.GetProperty("question").GetString()!, probe.GetProperty("ref").GetString()!, probe.GetProperty("field").GetString()!, probe.GetProperty("expected").GetString()!);
}
