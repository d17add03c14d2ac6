using AgentFunctions.Core.Workflows;

namespace AgentFunctions.TestKit.Workflows;

/// <summary>Sizes, names, versions, and what is not in the catalogue.</summary>
public abstract class WorkflowLimitConformance : WorkflowConformance
{
    /// <summary>A status is measured as Durable Task does, in UTF-16.</summary>
    private const int StatusCharacters = WorkflowLimits.MaxStatusBytes / sizeof(char);

    private static string Text(int bytes) => new('x', bytes - 2);

    [Fact]
    public async Task Status_At16Kb_IsShownAndAboveIsRefused()
    {
        var workflow = Host.Workflow<int, string>("Status", async (context, _) =>
        {
            context.SetStatus(Text(StatusCharacters));
            try
            {
                context.SetStatus(Text(StatusCharacters + 1));
                return "taken";
            }
            catch (ArgumentException)
            {
                await context.CreateTimerAsync(context.Now);
                return "refused";
            }
        });
        await Host.StartAsync();

        Assert.Equal("refused", await Host.RunAsync(workflow, 0));
        Assert.Equal(StatusCharacters, (await Host.EndAsync("one")).CustomStatus!.Value.GetString()!.Length + 2);
    }

    [Fact]
    public async Task ActivityInput_TooLarge_CallFails()
    {
        var echo = Host.Activity<string, int>("Length", text => text.Length);
        var workflow = Host.Workflow<int, string>("Sends", async (context, _) =>
        {
            var length = await context.CallActivityAsync(echo, Text(WorkflowLimits.MaxPayloadBytes));
            try
            {
                await context.CallActivityAsync(echo, Text(WorkflowLimits.MaxPayloadBytes + 1), new RetryPolicy(3, TimeSpan.FromSeconds(1)));
                return "taken";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return $"{length} {failed.Failure.Type}";
            }
        });
        await Host.StartAsync();

        Assert.Equal($"{WorkflowLimits.MaxPayloadBytes - 2} {WorkflowFailureTypes.PayloadTooLarge}", await Host.RunAsync(workflow, 0));
    }

    [Fact]
    public async Task ActivityOutput_TooLarge_CallFails()
    {
        var fill = Host.Activity<int, string>("Fill", Text);
        var workflow = Host.Workflow<int, string>("Receives", async (context, _) =>
        {
            var length = (await context.CallActivityAsync(fill, WorkflowLimits.MaxPayloadBytes)).Length;
            try
            {
                await context.CallActivityAsync(fill, WorkflowLimits.MaxPayloadBytes + 1, new RetryPolicy(3, TimeSpan.FromSeconds(1)));
                return "taken";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return $"{length} {failed.Failure.Type}";
            }
        });
        await Host.StartAsync();

        Assert.Equal($"{WorkflowLimits.MaxPayloadBytes - 2} {WorkflowFailureTypes.PayloadTooLarge}", await Host.RunAsync(workflow, 0));
    }

    [Fact]
    public async Task Output_TooLarge_InstanceFails()
    {
        var workflow = Host.Workflow<int, string>("Large", (_, bytes) => Task.FromResult(Text(bytes)));
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, WorkflowLimits.MaxPayloadBytes + 1);
        var ended = await Host.EndAsync("one");

        Assert.Equal((WorkflowStatus.Failed, WorkflowFailureTypes.PayloadTooLarge), (ended.Status, ended.Failure!.Type));
    }

    [Fact]
    public async Task Client_TooLargeOrBadNames_AreArguments()
    {
        var workflow = Host.Workflow<string, int>("Length", (_, text) => Task.FromResult(text.Length));
        await Host.StartAsync();
        var large = WorkflowHarness.Json(Text(WorkflowLimits.MaxPayloadBytes + 1));

        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Host.Client.ScheduleAsync("one", workflow.Name, large, CancellationToken.None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Host.Client.ScheduleAsync("one", "Nowhere", WorkflowHarness.Json(""), CancellationToken.None));
        foreach (var id in (string[])["", "_one", "o/ne", new string('x', WorkflowLimits.MaxInstanceIdLength + 1)])
            await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Host.Client.ScheduleAsync(id, workflow.Name, WorkflowHarness.Json(""), CancellationToken.None));
        await Host.ScheduleAsync(new string('x', WorkflowLimits.MaxInstanceIdLength), workflow, "");
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Host.Client.RaiseEventAsync("one", "go", large, CancellationToken.None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Host.Client.RaiseEventAsync("one", new string('x', WorkflowLimits.MaxEventNameLength + 1), WorkflowHarness.Json(1), CancellationToken.None));
    }

    [Fact]
    public async Task Versions_SideBySide_NewInstancesGetTheNewestOldOnesKeepTheirs()
    {
        Host.Workflow<int, string>("Grows", (context, _) => Old(context));
        await Host.StartAsync();
        var workflow = new WorkflowName<int, string>("Grows");
        await Host.ScheduleAsync("old", workflow, 0);
        await Host.UntilStatusAsync("old", "waiting 1");
        await Host.StopAsync();

        Host.Workflow<int, string>("Grows", async (context, _) => $"new {context.Version} {(await context.WaitForEventAsync<string>("go")).Value}", version: 2);
        await Host.StartAsync();
        await Host.ScheduleAsync("new", workflow, 0);
        await Host.RaiseAsync("old", "go", "a");
        await Host.RaiseAsync("new", "go", "b");

        Assert.Equal("old 1 a", await Host.OutputAsync("old", workflow));
        Assert.Equal("new 2 b", await Host.OutputAsync("new", workflow));
        Assert.Equal(2, (await Host.EndAsync("new")).Version);

        static async Task<string> Old(IWorkflowContext context)
        {
            context.SetStatus($"waiting {context.Version}");
            return $"old {context.Version} {(await context.WaitForEventAsync<string>("go")).Value}";
        }
    }

    [Fact]
    public async Task Payload_Null_TravelsAsNull()
    {
        var echo = Host.Activity<string?, string?>("Echo", text => text);
        var workflow = Host.Workflow<string?, string?>("Nulls", async (context, text) =>
        {
            var taken = await context.WaitForEventAsync<string?>("go");
            return await context.CallActivityAsync(echo, text ?? taken.Value);
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, null);
        await Host.RaiseAsync<string?>("one", "go", null);

        Assert.Null(await Host.OutputAsync("one", workflow));
    }
}
