using System.Text.Json;

namespace AgentFunctions.Core.Runs.Storage;

/// <summary>What came of a run of ours, written with its closing.</summary>
internal sealed record StoredEnd
{
    public JsonElement? Output { get; init; }

    public StoredError? Error { get; init; }
}
