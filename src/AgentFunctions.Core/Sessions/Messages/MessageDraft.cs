using System.Text.Json;
using AgentFunctions.Core.Labels;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>A message that is about to be appended.</summary>
/// <param name="Id">Appended once, however often it is asked for; 1 to 256 characters.</param>
/// <param name="Message">As OpenAI's chat completions take it, with a <c>role</c>.</param>
/// <param name="Label">The most it can be worth. What an assistant says is worth no more than the least integrity and the most confidentiality of what is in the session before it.</param>
/// <param name="By">Who appends it.</param>
/// <param name="EndUser">On whose behalf; null where that is not known.</param>
public sealed record MessageDraft(string Id, JsonElement Message, ContentLabel Label, string By, string? EndUser)
{
    /// <summary>What a run says of its own: nothing of it is refused for the size of its session.</summary>
    public bool IsOfARun { get; init; }

    /// <summary>The run in which it is appended by somebody else than the run; null where there is none, or none of the agent's. It is erased with what the run was told.</summary>
    public string? RunId { get; init; }

    /// <summary>It stays in contexts whatever happens. Default false.</summary>
    public bool IsPinned { get; init; }
}
