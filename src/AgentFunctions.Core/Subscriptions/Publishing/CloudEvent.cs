using System.Text.Json;

namespace AgentFunctions.Core.Subscriptions.Publishing;

/// <summary>A checked event.</summary>
/// <param name="Id">Unique among those of its source.</param>
/// <param name="Source">Where it came about.</param>
/// <param name="Type">What happened.</param>
/// <param name="Depth">Runs it came about through, one after the other.</param>
/// <param name="Json">The whole event in the JSON format, as it was sent; binary events as they would be.</param>
public sealed record CloudEvent(string Id, string Source, string Type, int Depth, JsonElement Json)
{
    /// <summary>On whose behalf; null where nobody said.</summary>
    public string? EndUser { get; init; }
}
