namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>A message that was appended, now or before.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Id">Its id.</param>
/// <param name="IsRepeat">It was there before.</param>
public sealed record AppendedMessage(long Sequence, string Id, bool IsRepeat);
