namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>What of a session's messages a context is made of.</summary>
/// <param name="Items">The latest, and before them what of the earlier ones must stay, oldest first.</param>
/// <param name="Older">Earlier messages that are not among them.</param>
/// <param name="Bytes">What the session held when the latest of them was appended.</param>
public sealed record MessageWindow(IReadOnlyList<SessionMessage> Items, long Older, long Bytes)
{
    public static MessageWindow Empty { get; } = new([], 0, 0);
}
