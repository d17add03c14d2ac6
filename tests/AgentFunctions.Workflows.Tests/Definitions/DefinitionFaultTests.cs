using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.TestKit;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Runs of which a part fails inside again and again, as with a store that is away for long: what was done is undone, and who cancels does not wait for the last of the tries.</summary>
public sealed class DefinitionFaultTests
{
    private const string Bought = """{"id":"buy","type":"tool","tool":"refunds.create","compensate":[{"id":"undo","type":"tool","tool":"refunds.cancel"}]}""";

    [Theory]
    [InlineData("""{"id":"bad","type":"tool","tool":"orders.get"}""")]
    [InlineData("""{"id":"bad","type":"tool","tool":"orders.get","timeout":"06:00:00","retry":{"attempts":5}}""")]
    [InlineData("""{"id":"y","type":"try","steps":[{"id":"bad","type":"tool","tool":"orders.get"}],"catch":[{"id":"k","type":"set","values":{"v":1}}]}""")]
    [InlineData("""{"id":"p","type":"parallel","branches":{"l":[{"id":"bad","type":"tool","tool":"orders.get"}],"r":[{"id":"w","type":"wait","event":"never"}]}}""")]
    [InlineData("""{"id":"f","type":"forEach","each":"['1', '2', '3']","maxItems":3,"concurrency":3,"steps":[{"id":"bad","type":"tool","tool":"orders.get"}]}""")]
    public async Task Run_FailsInside_IsUndoneAndFailed(string step)
    {
        await using var app = await StartAsync($$"""{"steps":[{{Bought}},{{step}}]}""");
        app.Tools.Refusal = static call => call.Tool == "orders.get" ? throw new InvalidOperationException("the disk is full") : null;
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");

        var ended = await app.EndInTimeAsync(run, TimeSpan.FromSeconds(30));

        Assert.Equal((RunStatus.Failed, "internal_error"), (ended.Run.Status, ended.Error!.Code));
        Assert.DoesNotContain("disk", ended.Error.Message, StringComparison.Ordinal);
        Assert.Equal(["refunds.create", "refunds.cancel"], app.Tools.Made.Select(static c => c.Tool));
        Assert.True(app.Tools.Asked.Count(static c => c.Tool == "orders.get") >= 24);
    }

    [Fact]
    public async Task Run_FailsInside_GoesOnOnceRewound()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"bad","type":"tool","tool":"orders.get"}],"output":"done"}""");
        app.Tools.Refusal = static call => throw new InvalidOperationException("the disk is full");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        Assert.Equal(RunStatus.Failed, (await app.EndInTimeAsync(run, TimeSpan.FromSeconds(30))).Run.Status);

        app.Tools.Refusal = static _ => null;
        await app.DoAsync(run, RunVerb.Rewind);

        Assert.Equal(RunStatus.Succeeded, (await app.EndInTimeAsync(run)).Run.Status);
        Assert.Single(app.Tools.Made);
    }

    [Fact]
    public async Task Cancel_OfARunThatFailsInside_DoesNotWaitForTheLastTry()
    {
        await using var app = await StartAsync($$"""{"steps":[{{Bought}},{"id":"bad","type":"tool","tool":"orders.get"}]}""");
        app.Tools.Refusal = static call => call.Tool == "orders.get" ? throw new InvalidOperationException("the disk is full") : null;
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await TestWait.UntilAsync(() => app.Tools.Asked.Any(static c => c.Tool == "orders.get"), "it fails");
        await app.DoAsync(run, RunVerb.Cancel);

        var ended = await app.EndInTimeAsync(run);

        Assert.Equal(RunStatus.Cancelled, ended.Run.Status);
        Assert.Equal(["refunds.create", "refunds.cancel"], app.Tools.Made.Select(static c => c.Tool));
        Assert.InRange(app.Tools.Asked.Count(static c => c.Tool == "orders.get"), 2, 6);
    }

    [Fact]
    public async Task Cancel_OfAnAgentWhoseCallFailsInside_DoesNotWaitForTheLastTry()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"s","type":"set","values":{"v":1}}]}""");
        app.Tools.Refusal = static call => throw new InvalidOperationException("the disk is full");
        app.Model.Say(ScriptedModel.Call(("orders_get", "{}")));
        var run = await app.BeginAsync();
        await TestWait.UntilAsync(() => !app.Tools.Asked.IsEmpty, "it fails");
        await app.DoAsync(run, RunVerb.Cancel);

        var ended = await app.EndInTimeAsync(run);

        Assert.Equal(RunStatus.Cancelled, ended.Run.Status);
        Assert.InRange(app.Tools.Asked.Count, 2, 6);
        Assert.DoesNotContain(ended.Steps, static s => s.Status is RunStepStatus.Running or RunStepStatus.Waiting);
    }

    /// <summary>Entries of lists in lists that a run does at the same time are bounded, whatever concurrency each asks for.</summary>
    [Fact]
    public async Task ForEach_WithinForEach_DoesAtMost64AtOnce()
    {
        const string Ten = "['0','1','2','3','4','5','6','7','8','9']";
        await using var app = await StartAsync($$"""
            {"steps":[{"id":"o","type":"forEach","each":"{{Ten}}","maxItems":10,"concurrency":10,"steps":[
              {"id":"i","type":"forEach","each":"{{Ten}}","maxItems":10,"concurrency":10,"steps":[{"id":"c","type":"tool","tool":"orders.get"}]}]}]}
            """);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Tools.Gate = gate.Task;
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}", new RunRequestLimits { Steps = 500 });
        await TestWait.UntilAsync(() => app.Tools.Asked.Count >= 60, "as many as may be are under way");
        var steps = (await app.ReadAsync(run)).Run.Steps;
        gate.SetResult();

        Assert.Equal(RunStatus.Succeeded, (await app.EndAsync(run)).Run.Status);
        Assert.InRange(steps, 60, 64);
        Assert.Equal(100, app.Tools.Made.Count);
    }

    private static async Task<AgentApp> StartAsync(string spec)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "flow", spec.Replace("{\"steps\"", "{\"agent\":\"triage\",\"steps\"", StringComparison.Ordinal));
        return app;
    }
}
