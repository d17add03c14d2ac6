using AgentFunctions.Core.Jobs;
using AgentFunctions.Functions.Durable;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Timers;

/// <summary>What the timer calls: runs what is due with a client of Durable Task, which an instance that was only just woken has from nowhere else.</summary>
public sealed class WakeUp(DueJobs jobs, DurableClientHolder durable)
{
    public Task RunAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        durable.See(client);
        return jobs.RunAsync(cancellationToken);
    }
}
