using System.Text.Json;
using AgentFunctions.Core.Runs.Storage;

namespace AgentFunctions.Core.Runs.Writing;

/// <summary>How a run ends.</summary>
internal sealed record RunEnding(RunStatus Status)
{
    public JsonElement? Output { get; init; }

    public StoredError? Error { get; init; }

    /// <summary>Who ended it; null: itself.</summary>
    public string? By { get; init; }

    public string? Reason { get; init; }
}
