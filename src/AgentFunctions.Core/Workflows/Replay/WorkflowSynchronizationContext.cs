namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>Brings continuations to the scheduler of their workflow.</summary>
internal sealed class WorkflowSynchronizationContext(WorkflowScheduler scheduler) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => scheduler.Post(d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (scheduler.IsCurrent)
            d(state);
        else
            scheduler.Report("The code was called from another thread.");
    }

    public override SynchronizationContext CreateCopy() => this;
}
