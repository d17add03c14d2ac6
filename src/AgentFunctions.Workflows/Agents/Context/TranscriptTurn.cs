using System.Runtime.InteropServices;
using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>One turn: the assistant's message and what came back.</summary>
/// <param name="ModelStep">The step that took it.</param>
/// <param name="Previous">The turn before; null for the first.</param>
/// <param name="Messages">In order.</param>
/// <param name="Context">How the context of the step was left; null where none was assembled.</param>
internal sealed record TranscriptTurn(string ModelStep, string? Previous, IReadOnlyList<TranscriptMessage> Messages, ContextState? Context)
{
    /// <summary>UTF-8 bytes of the messages.</summary>
    public int Bytes { get; } = Messages.Sum(static message => JsonMarshal.GetRawUtf8Value(message.Message).Length);
}
