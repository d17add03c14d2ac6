using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Context.Assembly;

/// <summary>One message of an assembled context.</summary>
/// <param name="Ref">The message it came from; null for a note of the assembly itself.</param>
/// <param name="Message">A message as OpenAI's chat completions take it; the original bytes where nothing was done to it.</param>
/// <param name="Label">The label of the message it came from.</param>
/// <param name="Slot">The slot it is charged to.</param>
/// <param name="Tokens">What it costs.</param>
public sealed record AssembledMessage(string? Ref, JsonElement Message, ContentLabel Label, string Slot, int Tokens);
