using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>An event of a run as it is stored.</summary>
internal sealed record StoredEvent
{
    public required long Seq { get; init; }

    /// <summary>Unix milliseconds.</summary>
    public required long At { get; init; }

    public required string Type { get; init; }

    public required JsonElement Data { get; init; }

    public static StoredEvent Read(Document document) =>
        JsonSerializer.Deserialize(document.Body.Span, RunJson.Default.StoredEvent) ?? throw new InvalidOperationException("An event of a run is null.");

    public DocumentWrite ToWrite() => new(RunDocuments.EventId(Seq), JsonSerializer.SerializeToUtf8Bytes(this, RunJson.Default.StoredEvent));
}
