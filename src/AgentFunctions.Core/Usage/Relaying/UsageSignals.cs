using AgentFunctions.Core.Jobs;

namespace AgentFunctions.Core.Usage.Relaying;

/// <summary>Says that something was settled, or published, in this process.</summary>
internal sealed class UsageSignals
{
    public LoopSignal Settled { get; } = new();

    public LoopSignal Published { get; } = new();
}
