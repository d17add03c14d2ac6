using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit.Workflows;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Functions.Tests.Durable;

/// <summary>A parent that ended without its children, as after a process that was killed between the two: the next call goes on.</summary>
public sealed class DurableFamilyTests : WorkflowConformance
{
    protected override WorkflowHarness CreateHarness() => new DurableWorkflowHarness();

    [Fact]
    public async Task Terminate_ParentEndedAlone_EndsTheChild()
    {
        await EndParentAloneAsync();

        Assert.False(await Host.Client.TerminateAsync("one", "again", CancellationToken.None));

        Assert.Equal(WorkflowStatus.Terminated, (await Host.EndAsync("below")).Status);
    }

    [Fact]
    public async Task Purge_ChildStillRuns_IsRefusedAndGoesOnLater()
    {
        await EndParentAloneAsync();

        Assert.False(await Host.Client.PurgeAsync("one", CancellationToken.None));
        await Host.RaiseAsync("below", "go", 1);
        await Host.EndAsync("below");
        Assert.True(await Host.Client.PurgeAsync("one", CancellationToken.None));

        Assert.Null(await Host.Client.FindAsync("one", CancellationToken.None));
        Assert.Null(await Host.Client.FindAsync("below", CancellationToken.None));
        Assert.False(await Host.Client.ScheduleAsync("below", "Child", WorkflowHarness.Json(1), CancellationToken.None));
    }

    private async Task EndParentAloneAsync()
    {
        var child = Host.Workflow<int, int>("Child", async (context, _) =>
        {
            context.SetStatus("waiting");
            return (await context.WaitForEventAsync<int>("go")).Value;
        });
        var parent = Host.Workflow<int, int>("Parent", (context, n) => context.CallWorkflowAsync(child, n, "below"));
        await Host.StartAsync();
        await Host.ScheduleAsync("one", parent, 0);
        await Host.UntilStatusAsync("below", "waiting");
        await ((DurableWorkflowHarness)Host).Worker.Services.GetRequiredService<DurableTaskClient>().TerminateInstanceAsync("one", "alone");
        Assert.Equal(WorkflowStatus.Terminated, (await Host.EndAsync("one")).Status);
    }
}
