using AgentFunctions.Core.Jobs;

namespace AgentFunctions.Core.Subscriptions.Relaying;

/// <summary>Says that an event is owed to the hub of topics, in this process.</summary>
internal sealed class TopicSignals
{
    public LoopSignal Owed { get; } = new();
}
