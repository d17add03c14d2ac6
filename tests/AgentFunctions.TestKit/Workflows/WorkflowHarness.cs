using System.Text.Json;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.TestKit.Workflows;

/// <summary>
/// An engine under test: the catalogue is filled first, then the engine starts, then the test goes through <see cref="Client"/> alone. Time passes by <see cref="PassAsync"/>: an engine with a clock of its own makes a
/// jump, another one waits, so tests let seconds pass, not days.
/// </summary>
public abstract class WorkflowHarness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Filled by the test before <see cref="StartAsync"/>.</summary>
    public IServiceCollection Services { get; } = new ServiceCollection();

    public abstract IWorkflowClient Client { get; }

    /// <summary>Starts the engine with what <see cref="Services"/> holds; again after <see cref="StopAsync"/>, on what is stored.</summary>
    public abstract Task StartAsync();

    /// <summary>Stops the engine; what is stored stays.</summary>
    public abstract Task StopAsync();

    /// <summary>Lets time pass.</summary>
    public abstract Task PassAsync(TimeSpan time);

    public abstract ValueTask DisposeAsync();

    public WorkflowName<TIn, TOut> Workflow<TIn, TOut>(string name, Func<IWorkflowContext, TIn, Task<TOut>> run, int version = 1)
    {
        var typed = new WorkflowName<TIn, TOut>(name);
        Services.AddWorkflow(WorkflowEntry.Create(typed, version, _ => new DelegateWorkflow<TIn, TOut>(run)));
        return typed;
    }

    public ActivityName<TIn, TOut> Activity<TIn, TOut>(string name, Func<TIn, CancellationToken, Task<TOut>> run)
    {
        var typed = new ActivityName<TIn, TOut>(name);
        Services.AddActivity(ActivityEntry.Create(typed, (_, input, cancellationToken) => run(input, cancellationToken)));
        return typed;
    }

    public ActivityName<TIn, TOut> Activity<TIn, TOut>(string name, Func<TIn, TOut> run) => Activity<TIn, TOut>(name, (input, _) => Task.FromResult(run(input)));

    public async Task ScheduleAsync<TIn, TOut>(string id, WorkflowName<TIn, TOut> workflow, TIn input) =>
        Assert.True(await Client.ScheduleAsync(id, workflow.Name, Json(input), CancellationToken.None), $"'{id}' was used before");

    public async Task RaiseAsync<T>(string id, string name, T payload) => Assert.True(await Client.RaiseEventAsync(id, name, Json(payload), CancellationToken.None), $"'{id}' took no event");

    /// <summary>Waits for its end while time stands still.</summary>
    public async Task<WorkflowInstance> EndAsync(string id)
    {
        using var deadline = new CancellationTokenSource(Patience);
        return (await Client.WaitForEndAsync(id, deadline.Token))!;
    }

    /// <summary>Waits for its end while time passes, a second at a time.</summary>
    public async Task<WorkflowInstance> EndInTimeAsync(string id)
    {
        WorkflowInstance? instance = null;
        await TestWait.UntilAsync(
            async () =>
            {
                instance = await Client.FindAsync(id, CancellationToken.None);
                if (instance is { IsEnded: false })
                    await PassAsync(TimeSpan.FromSeconds(1));
                return instance is not { IsEnded: false };
            },
            $"{id} ends",
            Patience);
        return instance!;
    }

    public async Task<TOut> OutputAsync<TIn, TOut>(string id, WorkflowName<TIn, TOut> workflow) => OutputOf<TOut>(await EndAsync(id), workflow.Name);

    public async Task<TOut> OutputInTimeAsync<TIn, TOut>(string id, WorkflowName<TIn, TOut> workflow) => OutputOf<TOut>(await EndInTimeAsync(id), workflow.Name);

    /// <summary>Schedules, waits for the end while time stands still, and gives the output.</summary>
    public async Task<TOut> RunAsync<TIn, TOut>(WorkflowName<TIn, TOut> workflow, TIn input, string id = "one")
    {
        await ScheduleAsync(id, workflow, input);
        return await OutputAsync(id, workflow);
    }

    /// <summary>Waits until its status is that text: the code has come so far.</summary>
    public Task UntilStatusAsync(string id, string status) =>
        TestWait.UntilAsync(
            async () => (await Client.FindAsync(id, CancellationToken.None))?.CustomStatus is { ValueKind: JsonValueKind.String } text && text.GetString() == status,
            $"{id} comes to '{status}'");

    public static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, WorkflowJson.Default);

    private static TOut OutputOf<TOut>(WorkflowInstance instance, string name)
    {
        Assert.True(instance.Status == WorkflowStatus.Completed, $"{name} '{instance.InstanceId}': {instance.Status} {instance.Failure}");
        return instance.Output!.Value.Deserialize<TOut>(WorkflowJson.Default)!;
    }
}
