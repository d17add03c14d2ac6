using System.Text.Json;
using AgentFunctions.Core.Documents;

namespace AgentFunctions.Core.Runs.Verdicts;

/// <summary>The document <c>verdict</c> of a run.</summary>
internal sealed record StoredVerdict
{
    public required bool Success { get; init; }

    public required string By { get; init; }

    public required long At { get; init; }

    public static StoredVerdict Read(Document document) => JsonSerializer.Deserialize(document.Body.Span, VerdictJson.Default.StoredVerdict) ?? throw new InvalidOperationException("A verdict document is null.");

    public RunVerdict ToVerdict(string runId) => new(runId, Success, By, DateTimeOffset.FromUnixTimeMilliseconds(At));
}
