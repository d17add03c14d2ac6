namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>What appending came to.</summary>
/// <param name="Session">The session.</param>
/// <param name="Items">Sequence and id of every message that was asked for, in that order.</param>
/// <param name="Appended">How many of them were not there before.</param>
public sealed record AppendedMessages(OpenSession Session, IReadOnlyList<AppendedMessage> Items, int Appended);
