using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>A message that is about to be appended.</summary>
/// <param name="Id">Appended once, however often it is asked for; 1 to 256 characters.</param>
/// <param name="Message">As OpenAI's chat completions take it, with a <c>role</c>.</param>
/// <param name="Label">What is known of its content; null, what an assistant says: the least integrity and the most confidentiality of what is in the session before it.</param>
/// <param name="By">Who appends it.</param>
/// <param name="EndUser">On whose behalf; null where that is not known.</param>
public sealed record MessageDraft(string Id, JsonElement Message, ContentLabel? Label, string By, string? EndUser)
{
    /// <summary>What a run says of its own: nothing of it is refused for the size of its session.</summary>
    public bool IsOfARun { get; init; }
}
