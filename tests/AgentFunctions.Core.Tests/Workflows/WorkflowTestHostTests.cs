using AgentFunctions.Core.Workflows;
using AgentFunctions.Core.Workflows.Catalogue;
using AgentFunctions.Core.Workflows.Testing;
using AgentFunctions.TestKit.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Core.Tests.Workflows;

/// <summary>The harness for unit tests of workflows: what it runs, what it stands in for, what it finds.</summary>
public sealed class WorkflowTestHostTests
{
    private static readonly WorkflowName<int, string> Order = new("Order");
    private static readonly WorkflowName<int, int> Discount = new("Discount");
    private static readonly ActivityName<int, int> Price = new("Price");

    private static WorkflowTestHost Host(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return new WorkflowTestHost(services.BuildServiceProvider());
    }

    [Fact]
    public async Task Run_StandInsRetriesChildAndMonth_EndsWithTheClockMoved()
    {
        var host = Host(services => services
            .AddWorkflow(WorkflowEntry.Create(Order, 1, static _ => new DelegateWorkflow<int, string>(async (context, n) =>
            {
                var price = await context.CallActivityAsync(Price, n, new RetryPolicy(3, TimeSpan.FromMinutes(1)));
                price -= await context.CallWorkflowAsync(Discount, price);
                await context.CreateTimerAsync(context.Now + TimeSpan.FromDays(30));
                return $"{price} after {(context.Now - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalDays:0} days";
            })))
            .AddWorkflow(WorkflowEntry.Create(Discount, 1, static _ => new DelegateWorkflow<int, int>((_, n) => Task.FromResult(n / 10)))));
        var tries = 0;
        host.StandIn(Price, n => ++tries < 3 ? throw new InvalidOperationException("not yet") : n * 100);

        var started = await host.StartAsync(Order, 2);
        var ended = await host.RunToEndAsync();

        Assert.Equal(WorkflowStatus.Running, started.Status);
        Assert.Equal("180 after 30 days", ended.Output!.Value.GetString());
        Assert.Equal(["Price", "Price", "Price"], host.Calls.Select(call => call.Activity));
    }

    [Fact]
    public async Task Wait_TimedOutOrAnswered_ByTheTestsClock()
    {
        var host = Host(services => services.AddWorkflow(WorkflowEntry.Create(Order, 1, static _ => new DelegateWorkflow<int, string>(async (context, hours) =>
            (await context.WaitForEventAsync<string>("decision", TimeSpan.FromHours(hours))) is { IsReceived: true } decision ? decision.Value! : "expired"))));

        await host.StartAsync(Order, 2, "late");
        await host.StartAsync(Order, 2, "in-time");
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await host.RaiseEventAsync("Decision", "approved", "in-time");
        await host.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("expired", host.Find("late").Output!.Value.GetString());
        Assert.Equal("approved", host.Find("in-time").Output!.Value.GetString());
    }

    [Fact]
    public async Task Run_CodeThatIsNotDeterministic_FailsSayingSo()
    {
        var runs = 0;
        var host = Host(services => services.AddWorkflow(WorkflowEntry.Create(Order, 1, _ => new DelegateWorkflow<int, string>((context, n) =>
            context.CallActivityAsync(new ActivityName<int, string>($"Step{++runs}"), n)))));
        for (var i = 1; i < 10; i++) host.StandIn(new ActivityName<int, string>($"Step{i}"), _ => "");

        var ended = await host.StartAsync(Order, 1);

        Assert.Equal(WorkflowFailureTypes.NotDeterministic, ended.Failure?.Type);
    }

    [Fact]
    public async Task ContinueAsNew_EventsThatCameBefore_GoAlong()
    {
        var host = Host(services => services.AddWorkflow(WorkflowEntry.Create(new WorkflowName<string, string>("Collect"), 1, static _ => new DelegateWorkflow<string, string>(async (context, seen) =>
        {
            await context.WaitForEventAsync<string>(seen.Length == 0 ? "begin" : "item");
            seen += (await context.WaitForEventAsync<string>("item")).Value;
            if (seen.Length < 2) context.ContinueAsNew(seen);
            return seen;
        }))));

        await host.StartAsync(new WorkflowName<string, string>("Collect"), "");
        foreach (var item in (string[])["a", "skipped", "b"]) await host.RaiseEventAsync("item", item);
        var ended = await host.RaiseEventAsync("begin", "");

        Assert.Equal("ab", ended.Output!.Value.GetString());
    }

    [Fact]
    public async Task RunToEnd_WaitsForAnEventForEver_SaysSo()
    {
        var host = Host(services => services.AddWorkflow(WorkflowEntry.Create(Order, 1, static _ => new DelegateWorkflow<int, string>(async (context, _) =>
            (await context.WaitForEventAsync<string>("go")).Value!))));
        await host.StartAsync(Order, 1);

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.RunToEndAsync());
    }
}
