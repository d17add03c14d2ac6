namespace AgentFunctions.Core.Workflows.Replay;

/// <summary>Tries again after waits that are durable timers, by Durable Task's rules.</summary>
public static class RetryLoop
{
    private static readonly TimeSpan DefaultMaxInterval = TimeSpan.FromHours(1);

    /// <param name="context">Whose clock and timers count.</param>
    /// <param name="retry">null: one try.</param>
    /// <param name="attempt">One try; gets its number, from 1.</param>
    public static Task<T> RunAsync<T>(IWorkflowContext context, RetryPolicy? retry, Func<int, Task<T>> attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        if (retry is null)
            return attempt(1);
        Check(retry);
        return RunWithRetriesAsync(context, retry, attempt);
    }

    /// <summary>The wait before try <paramref name="failed"/> + 1.</summary>
    public static TimeSpan Interval(RetryPolicy retry, int failed)
    {
        var most = retry.MaxInterval ?? DefaultMaxInterval;
        var ticks = retry.FirstInterval.Ticks * Math.Pow(retry.Backoff, failed - 1);
        return ticks < most.Ticks ? TimeSpan.FromTicks((long)ticks) : most;
    }

    private static async Task<T> RunWithRetriesAsync<T>(IWorkflowContext context, RetryPolicy retry, Func<int, Task<T>> attempt)
    {
        var end = retry.Timeout is { } timeout ? context.Now + timeout : DateTimeOffset.MaxValue;
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt(number);
            }
            catch (WorkflowTaskFailedException failed) when (number < retry.MaxAttempts && !WorkflowFailureTypes.IsFinal(failed.Failure.Type) && context.Now + Interval(retry, number) <= end)
            {
                // The wait is below, out of the handler.
            }
            await context.CreateTimerAsync(context.Now + Interval(retry, number));
        }
    }

    private static void Check(RetryPolicy retry)
    {
        if (retry.MaxAttempts < 1 || retry.FirstInterval <= TimeSpan.Zero || retry.Backoff < 1 || retry.MaxInterval <= TimeSpan.Zero)
            throw new ArgumentException("A retry policy has at least 1 try, a first interval above zero, a backoff of at least 1 and, if any, a longest interval above zero.", nameof(retry));
    }
}
