namespace AgentFunctions.Core.Workflows;

/// <summary>Code of a workflow: deterministic, on <see cref="IWorkflowContext"/> alone. One object serves one run of the code.</summary>
/// <typeparam name="TIn">A record; at most <see cref="WorkflowLimits.MaxPayloadBytes"/> as JSON, larger content travels as a reference.</typeparam>
/// <typeparam name="TOut">The same.</typeparam>
public abstract class Workflow<TIn, TOut>
{
    /// <summary>Runs the workflow. An exception that escapes fails the instance.</summary>
    public abstract Task<TOut> RunAsync(IWorkflowContext context, TIn input);
}
