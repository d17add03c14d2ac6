using AgentFunctions.Core.Usage.Folding;
using AgentFunctions.Core.Usage.Relaying;

namespace AgentFunctions.Core.Usage;

/// <summary>Brings usage from the ledger to the rollups now, for whoever cannot wait for the loops that do so all the time.</summary>
public sealed class UsagePipeline
{
    private readonly UsageOutbox _outbox;
    private readonly UsageConsumer _consumer;

    internal UsagePipeline(UsageOutbox outbox, UsageConsumer consumer) => (_outbox, _consumer) = (outbox, consumer);

    /// <summary>Everything that was settled before the call is in the rollups after it, where the embedded log is used; does no harm beside the loops or another call.</summary>
    /// <exception cref="Documents.DocumentStoreUnavailableException">Something may be left; call again.</exception>
    public async ValueTask DrainAsync(string tenantId, CancellationToken cancellationToken)
    {
        await _outbox.RelayAsync(tenantId, cancellationToken);
        while (!await _consumer.ConsumeAsync(tenantId, cancellationToken)) cancellationToken.ThrowIfCancellationRequested();
    }
}
