using System.Text.Json;

namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>How an instance continues as new.</summary>
/// <param name="Input">Of the next run of the code.</param>
/// <param name="Kept">Events that nobody took, in order of arrival.</param>
public sealed record Continuation(JsonElement Input, IReadOnlyList<HistoryEvent> Kept);
