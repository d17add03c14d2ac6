using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Sessions.Storage;

namespace AgentFunctions.Core.Sessions.Messages;

/// <summary>What appending would write.</summary>
/// <param name="Session">The session after it.</param>
/// <param name="Operations">Beside the session itself; none where every message is there.</param>
/// <param name="Items">What came of each message.</param>
/// <param name="Contents">What lies apart from the messages, written already: whose, and where.</param>
internal sealed record MessagePlan(StoredSession Session, IReadOnlyList<BatchOperation> Operations, IReadOnlyList<AppendedMessage> Items, IReadOnlyList<(string Owner, string Reference)> Contents);
