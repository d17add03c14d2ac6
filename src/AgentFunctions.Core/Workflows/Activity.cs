namespace AgentFunctions.Core.Workflows;

/// <summary>A step with side effects. It may run more than once for one call (a process can be killed before its result is written), so it must be idempotent.</summary>
/// <typeparam name="TIn">A record; at most <see cref="WorkflowLimits.MaxPayloadBytes"/> as JSON, larger content travels as a reference.</typeparam>
/// <typeparam name="TOut">The same.</typeparam>
public abstract class Activity<TIn, TOut>
{
    /// <summary>Runs the step. An exception is a failed try; what is expected is a value of <typeparamref name="TOut"/>.</summary>
    /// <param name="input">As the workflow gave it.</param>
    /// <param name="cancellationToken">The host stops or its lease was lost; the step is run again elsewhere.</param>
    public abstract Task<TOut> RunAsync(TIn input, CancellationToken cancellationToken);
}
