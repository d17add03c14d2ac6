using AgentFunctions.Core.Workflows;

namespace AgentFunctions.TestKit.Workflows;

/// <summary>A workflow that a test writes where it is needed.</summary>
public sealed class DelegateWorkflow<TIn, TOut>(Func<IWorkflowContext, TIn, Task<TOut>> run) : Workflow<TIn, TOut>
{
    public override Task<TOut> RunAsync(IWorkflowContext context, TIn input) => run(context, input);
}
