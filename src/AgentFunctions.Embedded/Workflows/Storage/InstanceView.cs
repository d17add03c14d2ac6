using AgentFunctions.Core.Workflows.Replay;

namespace AgentFunctions.Embedded.Workflows.Storage;

/// <summary>One state of an instance: its row, its inbox and, if asked for, its history.</summary>
internal sealed record InstanceView(InstanceRow Row, IReadOnlyList<StoredMessage> Messages, IReadOnlyList<HistoryEvent>? History);
