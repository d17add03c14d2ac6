using AgentFunctions.Core.Workflows;

namespace AgentFunctions.TestKit.Workflows;

/// <summary>Children and continue-as-new.</summary>
public abstract class WorkflowChildConformance : WorkflowConformance
{
    [Fact]
    public async Task Child_Result_ComesBackAndItKnowsItsParent()
    {
        var child = Host.Workflow<string, string>("Child", (context, text) => Task.FromResult($"{text} {context.ParentId} {context.InstanceId}"));
        var parent = Host.Workflow<string, string>("Parent", (context, text) => context.CallWorkflowAsync(child, text, "the-child"));
        await Host.StartAsync();

        Assert.Equal("hello one the-child", await Host.RunAsync(parent, "hello"));
    }

    [Fact]
    public async Task Children_WithoutIds_GetTheirOwn()
    {
        var child = Host.Workflow<int, string>("Child", (context, _) => Task.FromResult(context.InstanceId));
        var parent = Host.Workflow<int, string[]>("Parent", (context, n) => Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallWorkflowAsync(child, i))));
        await Host.StartAsync();

        var ids = await Host.RunAsync(parent, 20);

        Assert.Equal(20, ids.Distinct().Count());
    }

    [Fact]
    public async Task Child_Fails_ParentSeesWhy()
    {
        var child = Host.Workflow<int, int>("Child", (_, _) => throw new InvalidDataException("broken child"));
        var parent = Host.Workflow<int, string>("Parent", async (context, n) =>
        {
            try
            {
                await context.CallWorkflowAsync(child, n);
                return "";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return $"{failed.TaskName}|{failed.Failure.Type}|{failed.Failure.Message}";
            }
        });
        await Host.StartAsync();

        Assert.Equal("Child|System.IO.InvalidDataException|broken child", await Host.RunAsync(parent, 1));
    }

    [Fact]
    public async Task Child_FailsOnce_RetryStartsAnother()
    {
        var tries = 0;
        var child = Host.Workflow<int, int>("Child", async (context, n) => await context.CallActivityAsync(new ActivityName<int, int>("Shaky"), n));
        Host.Activity<int, int>("Shaky", n => Interlocked.Increment(ref tries) == 1 ? throw new InvalidOperationException("first") : n);
        var parent = Host.Workflow<int, int>("Parent", (context, n) => context.CallWorkflowAsync(child, n, retry: new RetryPolicy(2, TimeSpan.FromSeconds(1))));
        await Host.StartAsync();

        await Host.ScheduleAsync("one", parent, 9);

        Assert.Equal(9, await Host.OutputInTimeAsync("one", parent));
    }

    [Fact]
    public async Task Child_IdUsedBefore_CallFails()
    {
        var child = Host.Workflow<int, int>("Child", (_, n) => Task.FromResult(n));
        var parent = Host.Workflow<int, string>("Parent", async (context, n) =>
        {
            try
            {
                await context.CallWorkflowAsync(child, n, "taken");
                return "";
            }
            catch (WorkflowTaskFailedException failed)
            {
                return failed.Failure.Type;
            }
        });
        await Host.StartAsync();

        await Host.RunAsync(child, 1, "taken");

        Assert.Equal(WorkflowFailureTypes.InstanceIdUsed, await Host.RunAsync(parent, 1));
    }

    [Fact]
    public async Task Children_Nested_ComeBack()
    {
        var leaf = Host.Workflow<int, int>("Leaf", (_, n) => Task.FromResult(n));
        var middle = Host.Workflow<int, int>("Middle", async (context, n) => (await Task.WhenAll(Enumerable.Range(0, n).Select(i => context.CallWorkflowAsync(leaf, i)))).Sum());
        var top = Host.Workflow<int, int>("Top", async (context, n) => (await Task.WhenAll(Enumerable.Range(0, n).Select(_ => context.CallWorkflowAsync(middle, n)))).Sum());
        await Host.StartAsync();

        Assert.Equal(50, await Host.RunAsync(top, 5));
    }

    [Fact]
    public async Task ContinueAsNew_BeginsAgain_WithNewInputUnderTheSameId()
    {
        var add = Host.Activity<int, int>("AddOne", n => n + 1);
        var workflow = Host.Workflow<int, string>("Counts", async (context, n) =>
        {
            n = await context.CallActivityAsync(add, n);
            if (n < 10)
                context.ContinueAsNew(n);
            return $"{context.InstanceId} {n}";
        });
        await Host.StartAsync();

        Assert.Equal("one 10", await Host.RunAsync(workflow, 0));
    }

    [Fact]
    public async Task ContinueAsNew_EventsNotTaken_GoAlongInOrder()
    {
        var workflow = Host.Workflow<string, string>("Keeps", async (context, seen) =>
        {
            // Takes one event a run; the others wait for the next.
            seen += (await context.WaitForEventAsync<string>("item")).Value;
            if (seen.Length < 6)
                context.ContinueAsNew(seen);
            return seen;
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, "");
        foreach (var item in (string[])["a", "b", "c", "d", "e", "f"])
            await Host.RaiseAsync("one", "item", item);

        Assert.Equal("abcdef", await Host.OutputAsync("one", workflow));
    }

    // The wait that timed out takes nothing, also where the history begins again after it.
    [Fact]
    public async Task ContinueAsNew_EventCameAfterItsWaitTimedOut_GoesAlong()
    {
        var workflow = Host.Workflow<int, string>("KeepsLate", async (context, round) =>
        {
            if (round > 0)
                return (await context.WaitForEventAsync<string>("go")).Value!;
            var first = await context.WaitForEventAsync<string>("go", TimeSpan.FromSeconds(1));
            context.SetStatus($"received {first.IsReceived}");
            await context.WaitForEventAsync<int>("begin");
            context.ContinueAsNew(1);
            return "";
        });
        await Host.StartAsync();

        await Host.ScheduleAsync("one", workflow, 0);
        await TestWait.UntilAsync(
            async () =>
            {
                await Host.PassAsync(TimeSpan.FromSeconds(1));
                return (await Host.Client.FindAsync("one", CancellationToken.None))?.CustomStatus is { ValueKind: System.Text.Json.JsonValueKind.String };
            },
            "the wait times out");
        await Host.RaiseAsync("one", "go", "late");
        await Host.RaiseAsync("one", "begin", 1);

        Assert.Equal("late", await Host.OutputAsync("one", workflow));
    }

    [Fact]
    public async Task ContinueAsNew_Child_ParentGetsTheLastResult()
    {
        var child = Host.Workflow<int, int>("Child", (context, n) =>
        {
            if (n < 5)
                context.ContinueAsNew(n + 1);
            return Task.FromResult(n);
        });
        var parent = Host.Workflow<int, int>("Parent", (context, n) => context.CallWorkflowAsync(child, n));
        await Host.StartAsync();

        Assert.Equal(5, await Host.RunAsync(parent, 0));
    }

    [Fact]
    public async Task NewGuid_Many_AreAllDifferentAndStayTheSame()
    {
        var echo = Host.Activity<Guid, Guid>("Echo", id => id);
        var workflow = Host.Workflow<int, Guid[]>("Guids", async (context, n) =>
        {
            List<Guid> all = [];
            for (var i = 0; i < n; i++)
            {
                var id = context.NewGuid();
                all.Add(id);
                if (await context.CallActivityAsync(echo, id) != id)
                    return [];
            }
            return [.. all];
        });
        await Host.StartAsync();

        Guid[] ids = [.. await Host.RunAsync(workflow, 10), .. await Host.RunAsync(workflow, 10, "two")];

        Assert.Equal(20, ids.Distinct().Count());
    }
}
