using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Storage;
using AgentFunctions.Core.Subscriptions.Letters;
using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Core.Subscriptions.Delivering;

/// <summary>Tells a run that waits. A run of another team is as if it did not exist.</summary>
internal sealed class RunSignaller(RunStore runs, RunScheduler scheduler)
{
    public async ValueTask<DeliveryFailure?> SignalAsync(string tenantId, string? team, string runId, string eventName, JsonElement payload, IReadOnlyList<string> people, CancellationToken cancellationToken)
    {
        if (!ResourceIds.IsValid(runId)) return new DeliveryFailure("The event names no run: what spec.signal.run gives is no id.", DeadLetterReasons.NoRun);
        if (Encoding.UTF8.GetByteCount(payload.GetRawText()) > WorkflowLimits.MaxPayloadBytes)
            return new DeliveryFailure($"What the signal carries is larger than {WorkflowLimits.MaxPayloadBytes} bytes: choose what is needed with spec.input.", DeadLetterReasons.InputFailed);
        if (scheduler.Engine is not { } engine) return new DeliveryFailure("This host has no workflow engine.");

        // It may come in a moment: the one who starts it may be slower than the one who answers it.
        if (await runs.FindAsync(tenantId, runId, cancellationToken) is not { Purged: false, IsOurs: true } run || (team is not null && run.Team != team)) return new DeliveryFailure($"runs/{runId} does not exist.") { LastReason = DeadLetterReasons.NoRun };
        if (run.IsClosed) return new DeliveryFailure($"runs/{runId} is over.", DeadLetterReasons.NoRun);

        // Known before the run is told: whoever tells it has no say in what it then asks people.
        await runs.AddPublishersAsync(tenantId, runId, people, cancellationToken);
        return await engine.RaiseEventAsync(RunWorkflows.InstanceOf(tenantId, runId), eventName, payload, cancellationToken) ? null : new DeliveryFailure($"runs/{runId} has not begun, or has just ended.");
    }
}
