using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>A message of a session.</summary>
/// <param name="Sequence">From 1, without gaps, in the order in which they were appended.</param>
/// <param name="Id">Unique in the session.</param>
/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Message">As OpenAI's chat completions take it.</param>
/// <param name="Label">Where its content came from.</param>
/// <param name="By">Who appended it: <c>agent/triage</c>, <c>operator/ops</c>, <c>run/{id}</c>.</param>
/// <param name="EndUser">On whose behalf; null where that was not said.</param>
/// <param name="At">When it was appended.</param>
public sealed record SessionMessage(long Sequence, string Id, string Role, JsonElement Message, ContentLabel Label, string By, string? EndUser, DateTimeOffset At)
{
    /// <summary>It stays in contexts whatever happens. Default false.</summary>
    public bool IsPinned { get; init; }
}
