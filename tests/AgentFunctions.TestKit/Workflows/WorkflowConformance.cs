namespace AgentFunctions.TestKit.Workflows;

/// <summary>What every engine is held to. A test fills the catalogue of <see cref="Host"/>, starts it and goes on through its client.</summary>
public abstract class WorkflowConformance : IAsyncLifetime
{
    protected WorkflowHarness Host { get; private set; } = null!;

    protected abstract WorkflowHarness CreateHarness();

    public Task InitializeAsync()
    {
        Host = CreateHarness();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
