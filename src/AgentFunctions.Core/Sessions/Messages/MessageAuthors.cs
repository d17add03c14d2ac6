namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>Who appends messages, see <see cref="SessionMessage.By"/>.</summary>
public static class MessageAuthors
{
    /// <summary>What begins the name of a run that appended something.</summary>
    public const string RunPrefix = "run/";

    public static string Run(string runId) => RunPrefix + runId;
}
