namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>Messages in a row.</summary>
/// <param name="Items">In the order of the query.</param>
/// <param name="HasMore">More follow.</param>
public sealed record MessagePage(IReadOnlyList<SessionMessage> Items, bool HasMore);
