using AgentFunctions.Core.Memory.Store.Storage;
using AgentFunctions.Core.Runs.Verdicts;

namespace AgentFunctions.Core.Memory.Store.Usage;

/// <summary>Brings verdicts on runs to the records that they used and to what they learned.</summary>
internal sealed class MemoryVerdicts(MemoryOutcomes outcomes) : IRunVerdictListener
{
    public async ValueTask<RunVerdictEffect> GivenAsync(string tenantId, string agent, string? team, RunVerdict verdict, CancellationToken cancellationToken) => agent.Length == 0
        ? RunVerdictEffect.None
        : await outcomes.RunEndedAsync(tenantId, MemoryAgents.KeyOf(agent, team), new MemoryOutcome(verdict.RunId, verdict.IsSuccess, IsVerified: true, verdict.By) { At = verdict.At }, cancellationToken);
}
