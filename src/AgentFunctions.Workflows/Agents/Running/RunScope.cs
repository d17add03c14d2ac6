using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents.Activities;

namespace AgentFunctions.Workflows.Agents.Running;

/// <summary>What the parts of a run's workflow share.</summary>
internal sealed class RunScope(IWorkflowContext context, AgentRunState state, AgentRunPlan plan)
{
    private int _waiting;
    private Task _statusWritten = Task.CompletedTask;

    public IWorkflowContext Context => context;

    public AgentRunState State { get; set; } = state;

    public AgentRunPlan Plan => plan;

    /// <summary>A call waits for people: the run waits as long as any does.</summary>
    public void Enter()
    {
        if (++_waiting == 1) Write(isWaiting: true);
        Show();
    }

    public void Leave()
    {
        if (--_waiting == 0) Write(isWaiting: false);
        Show();
    }

    /// <summary>Everything that was to be written of its status is.</summary>
    public Task StatusWrittenAsync() => _statusWritten;

    public void Show() => context.SetStatus(new AgentRunStatus(State.RunId, State.Steps, _waiting));

    private void Write(bool isWaiting) => _statusWritten = WriteAfterAsync(_statusWritten, isWaiting);

    // One after the other, so that the last one written is the last one meant.
    private async Task WriteAfterAsync(Task before, bool isWaiting)
    {
        await before;
        try
        {
            await context.CallActivityAsync(AgentActivities.SetStatus, new RunStatusInput(State.TenantId, State.RunId, isWaiting), AgentActivities.Retries);
        }
        catch (WorkflowTaskFailedException)
        {
            // It only says that the run waits.
        }
    }
}
