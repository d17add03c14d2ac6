using AgentFunctions.Core.Workflows.Replay;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>What waits for an instance's next turn.</summary>
internal sealed record StoredMessage(long Seq, HistoryEvent Event);
