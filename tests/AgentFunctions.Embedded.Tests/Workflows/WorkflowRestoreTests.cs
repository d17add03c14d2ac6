using AgentFunctions.Core.Workflows;
using AgentFunctions.Embedded.Backups;
using AgentFunctions.Embedded.Backups.Restoring;
using AgentFunctions.Embedded.DataFolders;
using AgentFunctions.TestKit.Processes;
using AgentFunctions.TestKit.Workflows;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>Workflows are part of a backup, and a restore under a running engine leaves nothing of what came after it.</summary>
public sealed class WorkflowRestoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_UnderARunningEngine_GoesOnFromTheBackup()
    {
        await using var host = new EmbeddedWorkflowHarness(replayEveryTurn: false);
        var echo = host.Activity<string, string>("Echo", text => text);
        var workflow = host.Workflow<int, string>("Waits", async (context, _) =>
        {
            var first = await context.CallActivityAsync(echo, "first");
            context.SetStatus("waiting");
            return first + (await context.WaitForEventAsync<string>("go")).Value;
        });
        await host.StartAsync();
        await host.ScheduleAsync("one", workflow, 0);
        await host.UntilStatusAsync("one", "waiting");
        await BackupWriter.WriteAsync(host.Folder, _folder.Data, new BackupOptions(), CancellationToken.None);
        await host.RaiseAsync("one", "go", " before");
        Assert.Equal("first before", await host.OutputAsync("one", workflow));
        await host.ScheduleAsync("two", workflow, 0);

        await RestoreRunner.RunAsync(host.Folder, _folder.Data, new RestoreHooks { Migrations = DataMigrations.All(TimeProvider.System) }, CancellationToken.None);

        Assert.Equal(WorkflowStatus.Running, (await host.Client.FindAsync("one", CancellationToken.None))!.Status);
        Assert.Null(await host.Client.FindAsync("two", CancellationToken.None));
        await host.RaiseAsync("one", "go", " after");
        Assert.Equal("first after", await host.OutputAsync("one", workflow));
        Assert.Equal("first again", await AgainAsync(host, workflow));
    }

    private static async Task<string> AgainAsync(EmbeddedWorkflowHarness host, WorkflowName<int, string> workflow)
    {
        await host.ScheduleAsync("three", workflow, 0);
        await host.RaiseAsync("three", "go", " again");
        return await host.OutputAsync("three", workflow);
    }
}
