using AgentFunctions.Core.Workflows;
using AgentFunctions.Functions.Durable;
using AgentFunctions.TestKit.Workflows;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>What the client sees: a tenant's instances and no other's, and nothing that is no workflow of ours.</summary>
public sealed class DurableListTests : WorkflowConformance
{
    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();

    [Fact]
    public async Task List_OfATenant_HoldsItsInstancesAlone()
    {
        var echo = await StartAsync();
        foreach (var id in (string[])["acme:run_1", "acme:run_2", "acme2:run_1", "ac:run_1", "other:acme:run"]) await Host.RunAsync(echo, 1, id);

        Assert.Equal(["acme:run_1", "acme:run_2"], (await ListAsync("acme")).Select(instance => instance.InstanceId).Order(StringComparer.Ordinal));
        Assert.Empty(await ListAsync("acm"));
    }

    [Fact]
    public async Task List_Purged_IsNotThere()
    {
        await Host.RunAsync(await StartAsync(), 1, "acme:run_1");

        Assert.True(await Host.Client.PurgeAsync("acme:run_1", CancellationToken.None));

        Assert.Empty(await ListAsync("acme"));
    }

    // A task hub may be shared with functions of other applications.
    [Fact]
    public async Task Instance_OfAnotherApplication_IsNeitherSeenNorTouched()
    {
        var echo = await StartAsync();
        var durable = Services.GetRequiredService<DurableTaskClient>();
        await durable.ScheduleNewOrchestrationInstanceAsync("Foreign", 1, new Microsoft.DurableTask.StartOrchestrationOptions("acme:foreign"));
        await durable.WaitForInstanceCompletionAsync("acme:foreign");

        Assert.Null(await Host.Client.FindAsync("acme:foreign", CancellationToken.None));
        Assert.Null(await Host.Client.WaitForEndAsync("acme:foreign", CancellationToken.None));
        Assert.Empty(await ListAsync("acme"));
        Assert.False(await Host.Client.TerminateAsync("acme:foreign", "x", CancellationToken.None));
        Assert.False(await Host.Client.RewindAsync("acme:foreign", "x", CancellationToken.None));
        await Host.Client.PurgeAsync("acme:foreign", CancellationToken.None);
        Assert.NotNull(await durable.GetInstanceAsync("acme:foreign"));
        Assert.False(await Host.Client.ScheduleAsync("acme:foreign", echo.Name, WorkflowHarness.Json(1), CancellationToken.None));
    }

    private IServiceProvider Services => ((DurableWorkflowHarness)Host).Worker.Services;

    private async Task<WorkflowName<int, int>> StartAsync()
    {
        var echo = Host.Workflow<int, int>("Echo", (_, n) => Task.FromResult(n));
        await Host.StartAsync();
        return echo;
    }

    private async Task<List<WorkflowInstance>> ListAsync(string tenant)
    {
        List<WorkflowInstance> all = [];
        await foreach (var instance in Services.GetRequiredService<DurableWorkflowClient>().ListAsync(tenant, CancellationToken.None)) all.Add(instance);
        return all;
    }
}
