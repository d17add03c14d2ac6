using System.Globalization;
using AgentFunctions.Core.Definitions;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Agents;
using AgentFunctions.Workflows.Agents.Activities;
using AgentFunctions.Workflows.Agents.Running;
using AgentFunctions.Workflows.Definitions.Activities;

namespace AgentFunctions.Workflows.Definitions.Running;

/// <summary>What the parts of a run's workflow share.</summary>
internal sealed class DefinitionRun
{
    /// <summary>What is done before the history begins anew: each leaves a few entries in it.</summary>
    private const int ActionsAGeneration = 60;

    private StopScope _root;
    private int _actions;
    private int _waiting;
    private Task _statusWritten = Task.CompletedTask;

    public DefinitionRun(IWorkflowContext context, DefinitionState state, DefinitionPlan plan, Definition definition, StopScope root, IDefinitionTrace? trace)
    {
        Context = context;
        State = state;
        Plan = plan;
        Definition = definition;
        Trace = trace;
        _root = root;
    }

    public IWorkflowContext Context { get; }

    public DefinitionState State { get; }

    public DefinitionPlan Plan { get; }

    public Definition Definition { get; }

    public IDefinitionTrace? Trace { get; }

    /// <summary>Counts what was done; beyond the measure everything comes to rest, so that the history can begin anew.</summary>
    public void Act()
    {
        if (++_actions == ActionsAGeneration) _root.Stop(StopReason.Pause);
    }

    /// <summary>From here on it is this scope that comes to rest.</summary>
    public void Begin(StopScope scope) => (_root, _actions) = (scope, 0);

    /// <summary>Why nothing more is done: it came to as many bytes of values as it may. What is undone then is not bound by it. null while it may go on.</summary>
    public RunFault? Full() => State.Ending is null && Plan.ByteLimit is { } most && State.Bytes > most
        ? new RunFault(422, ErrorCodes.ByteLimit, string.Create(CultureInfo.InvariantCulture, $"The run came to {State.Bytes} bytes of values, and {most} are the most that one may."))
        : null;

    /// <summary>Calls an activity, patiently, until <paramref name="scope"/>, or else the run, is stopped for good.</summary>
    /// <exception cref="WorkflowTaskFailedException">It failed each time; also a few times after it was stopped.</exception>
    public async Task<TOut> CallAsync<TIn, TOut>(ActivityName<TIn, TOut> activity, TIn input, StopScope? scope = null)
    {
        var result = await PatientCalls.CallAsync(Context, activity, input, span => Pauses.ThroughAsync(Context, scope ?? _root, Context.Now + span));
        if (result is IWritten written) State.Bytes += written.Bytes;
        Act();
        return result;
    }

    /// <summary>What a part that failed inside comes to: nothing catches it, and what was done before is undone. Where it was stopped for good meanwhile, it was stopped.</summary>
    public static Flow Lost(StopScope scope, WorkflowTaskFailedException exception) => scope.IsOver
        ? Flow.Stopped
        : Flow.Failed(new RunFault(500, ErrorCodes.InternalError, $"{exception.TaskName} failed inside again and again, and nothing is known of what it did last. Rewind the run once the cause is mended."), isFatal: true);

    /// <summary>A step waits for people, an event or a time: the run waits as long as any does.</summary>
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

    public void Show() => Context.SetStatus(new DefinitionStatus(State.RunId, State.Steps, _waiting));

    private void Write(bool isWaiting) => _statusWritten = WriteAfterAsync(_statusWritten, isWaiting);

    // One after the other, so that the last one written is the last one meant.
    private async Task WriteAfterAsync(Task before, bool isWaiting)
    {
        await before;
        try
        {
            await CallAsync(AgentActivities.SetStatus, new RunStatusInput(State.TenantId, State.RunId, isWaiting));
        }
        catch (WorkflowTaskFailedException)
        {
            // It only says that the run waits.
        }
    }
}
