using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>One message of a transcript.</summary>
/// <param name="Ref">What it is known by: the step it came from.</param>
/// <param name="Message">As OpenAI's chat completions take it.</param>
/// <param name="Label">Where its content came from; null, what an assistant said: it is worth what it saw.</param>
internal sealed record TranscriptMessage(string Ref, JsonElement Message, ContentLabel? Label)
{
    /// <summary>The tool whose result it is; null where it is none.</summary>
    public string? Tool { get; init; }
}
