using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>A message that is to be appended at a known place.</summary>
/// <param name="Draft">The message.</param>
/// <param name="Label">What it is worth.</param>
/// <param name="Sequence">Its place.</param>
/// <param name="Digest">Of it, to know it again.</param>
/// <param name="Bytes">Of it as JSON.</param>
/// <param name="Session">The session with it.</param>
internal sealed record PlannedMessage(MessageDraft Draft, ContentLabel Label, long Sequence, string Digest, long Bytes, StoredSession Session);
