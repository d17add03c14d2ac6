using AgentFunctions.Core.Context.Assembly;

namespace AgentFunctions.Workflows.Agents.Context;

/// <summary>The end of a transcript.</summary>
/// <param name="Messages">In order.</param>
/// <param name="IsCut">There is more before them.</param>
/// <param name="Context">How the context of the latest turn was left; null where none was assembled.</param>
internal sealed record TranscriptPage(IReadOnlyList<TranscriptMessage> Messages, bool IsCut, ContextState? Context);
