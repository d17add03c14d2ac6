using System.Text.Json;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>The end of a transcript.</summary>
/// <param name="Messages">In order.</param>
/// <param name="IsCut">There is more before them.</param>
internal sealed record TranscriptPage(IReadOnlyList<JsonElement> Messages, bool IsCut);
