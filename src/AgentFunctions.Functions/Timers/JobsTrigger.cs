using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace AgentFunctions.Functions.Timers;

/// <summary>Wakes the app every minute for the jobs that are due, also where it was scaled to zero.</summary>
public sealed class JobsTrigger(WakeUp wakeUp)
{
    [Function("Jobs")]
    public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        wakeUp.RunAsync(client, cancellationToken);
}
