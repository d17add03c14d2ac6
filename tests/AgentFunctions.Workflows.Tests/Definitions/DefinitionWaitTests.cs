using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Whoever looks at a run sees what it waits for, also where that is deep within it; and can cancel it while it is suspended.</summary>
public sealed class DefinitionWaitTests
{
    private const string Ask = """{"agent":"triage","steps":[{"id":"ok","type":"approval","action":{"refund":1}}]}""";

    [Fact]
    public async Task Parent_OfARunThatWaitsForPeople_NamesItAndTheApproval()
    {
        await using var app = await StartAsync("""{"steps":[{"id":"child","type":"workflow","workflow":"middle"}]}""", """{"steps":[{"id":"deep","type":"workflow","workflow":"inner"}]}""");
        var run = await BeginAsync(app);
        var detail = await WaitsAsync(app, run, 3);
        var middle = Assert.Single(await app.ChildrenAsync(run));
        var inner = Assert.Single(await app.ChildrenAsync(middle));
        var asked = await app.AskedAsync(inner);

        Assert.Equal(
            [(RunWaitKind.Run, run, "00001-child", middle, null), (RunWaitKind.Run, middle, "00001-deep", inner, null), (RunWaitKind.Approval, inner, "00001-ok", null, asked.Id)],
            detail.WaitingFor.Select(static w => (w.Kind, w.RunId, w.StepId, w.Child?.Id, w.Approval?.Id)));
        Assert.Equal(asked.Id, (await app.ReportAsync(run)).WaitingFor[^1].Approval!.Id);

        await app.DecideAsync(asked, ApprovalDecision.Approve);
        Assert.Empty((await app.EndAsync(run)).WaitingFor);
    }

    [Fact]
    public async Task Parent_OfARunThatWaitsForAnEvent_NamesTheEvent()
    {
        await using var app = await StartAsync(
            """{"steps":[{"id":"p","type":"parallel","branches":{"l":[{"id":"child","type":"workflow","workflow":"middle"}],"r":[{"id":"late","type":"timer","duration":"01:00:00"}]}}]}""",
            """{"steps":[{"id":"paid","type":"wait","event":"payment.received"}]}""");
        var detail = await WaitsAsync(app, await BeginAsync(app), 3);

        Assert.Equal([RunWaitKind.Run, RunWaitKind.Time, RunWaitKind.Event], detail.WaitingFor.Select(static w => w.Kind));
        Assert.Equal("payment.received", detail.WaitingFor[^1].Name);
    }

    [Fact]
    public async Task Cancel_WhileSuspended_EndsTheRunAndThoseWithinAndSendsNothingThatWasApproved()
    {
        await using var app = await StartAsync(
            """{"steps":[{"id":"child","type":"workflow","workflow":"middle"}]}""",
            """{"agent":"triage","steps":[{"id":"buy","type":"tool","tool":"orders.get","compensate":[{"id":"undo","type":"tool","tool":"orders.find"}]},{"id":"pay","type":"tool","tool":"refunds.create"}]}""");
        app.Tools.Guarded.Add("refunds.create");
        var run = await BeginAsync(app);
        await WaitsAsync(app, run, 2);
        var child = Assert.Single(await app.ChildrenAsync(run));
        var asked = await app.AskedAsync(child);
        await app.DoAsync(run, RunVerb.Suspend);
        await app.DecideAsync(asked, ApprovalDecision.Approve);

        await app.DoAsync(run, RunVerb.Cancel);

        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(run)).Run.Status);
        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(child)).Run.Status);
        Assert.Equal(["orders.get", "orders.find"], app.Tools.Made.Select(static c => c.Tool));
    }

    private static Task<string> BeginAsync(AgentApp app) => app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");

    private static async Task<RunDetail> WaitsAsync(AgentApp app, string run, int count)
    {
        RunDetail? detail = null;
        await TestKit.TestWait.UntilAsync(async () => (detail = await app.ReadAsync(run)).WaitingFor.Count == count, $"it waits for {count}", TimeSpan.FromMinutes(1));
        return detail!;
    }

    private static async Task<AgentApp> StartAsync(string spec, string middle)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "inner", Ask);
        await app.DeclareAsync("workflows", "middle", middle);
        await app.DeclareAsync("workflows", "flow", spec);
        return app;
    }
}
