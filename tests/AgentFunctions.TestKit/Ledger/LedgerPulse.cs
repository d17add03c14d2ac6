namespace AgentFunctions.TestKit.Ledger;

/// <summary>Wakes those that wait for a call to end.</summary>
public sealed class LedgerPulse
{
    private TaskCompletionSource _next = New();

    /// <summary>Ends when a call ends after this was read.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() => Interlocked.Exchange(ref _next, New()).SetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
