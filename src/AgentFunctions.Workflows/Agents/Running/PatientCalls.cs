using AgentFunctions.Core.Workflows;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>
/// Calls of activities that are tried again as <see cref="AgentActivities.Retries"/> says, by the workflow itself: a run that fails inside again and again hears in between that it is cancelled, or that its time is over.
/// </summary>
internal static class PatientCalls
{
    /// <summary>Tries after the end of the run was heard, a second, two and four apart: what was under way is better known than not.</summary>
    private const int LastTries = 3;

    /// <param name="context">Of the workflow.</param>
    /// <param name="activity">What is called.</param>
    /// <param name="input">With what.</param>
    /// <param name="delay">A durable wait; false where the run ends first.</param>
    /// <exception cref="WorkflowTaskFailedException">It failed each time; also a few times after the run ended.</exception>
    public static async Task<TOut> CallAsync<TIn, TOut>(IWorkflowContext context, ActivityName<TIn, TOut> activity, TIn input, Func<TimeSpan, Task<bool>> delay)
    {
        var policy = AgentActivities.Retries;
        var last = 0;
        for (var tries = 1; ; tries++)
        {
            var isLast = tries >= policy.MaxAttempts || last == LastTries;
            WorkflowTaskFailedException failed;
            try
            {
                return await context.CallActivityAsync(activity, input, isLast ? AgentActivities.OneTry : AgentActivities.OneOfMany);
            }
            catch (WorkflowTaskFailedException exception)
            {
                failed = exception;
            }

            if (isLast) throw failed;
            if (last == 0 && await delay(DelayAfter(policy, tries))) continue;
            await context.CreateTimerAsync(context.Now + TimeSpan.FromSeconds(1 << last++), CancellationToken.None);
        }
    }

    private static TimeSpan DelayAfter(RetryPolicy policy, int tries)
    {
        var wait = policy.FirstInterval * Math.Pow(policy.Backoff, tries - 1);
        return policy.MaxInterval is { } longest && wait > longest ? longest : wait;
    }
}
