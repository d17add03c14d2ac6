namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>Who appends messages, see <see cref="SessionMessage.By"/>.</summary>
public static class MessageAuthors
{
    public static string Run(string runId) => "run/" + runId;
}
