using AgentFunctions.Core.Approvals;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.TestKit;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>A run that failed because people said no is asked anew once it is rewound: neither the old verdict nor silence stands for what they say now.</summary>
public sealed class DefinitionRewindTests
{
    private const string Pay = """{"id":"pay","type":"tool","tool":"refunds.create"}""";
    private const string Ok = """{"id":"ok","type":"approval","action":{"refund":1}}""";

    [Theory]
    [InlineData(ApprovalDecision.Approve)]
    [InlineData(ApprovalDecision.Deny)]
    public async Task Rewind_AfterADeniedApproval_AsksAnewAndGoesByWhatIsSaidThen(ApprovalDecision second)
    {
        await using var app = await StartAsync($"{Ok},{Pay}");
        var run = await DeniedAsync(app);

        await app.DoAsync(run, RunVerb.Rewind);
        var asked = await app.AskedAsync(run);
        Assert.Empty(app.Tools.Made);
        await app.DecideAsync(asked, second);
        var ended = await EndAsync(app, run, second == ApprovalDecision.Approve ? RunStatus.Succeeded : RunStatus.Failed);

        Assert.Equal(second == ApprovalDecision.Approve ? 1 : 0, app.Tools.Made.Count);
        if (second == ApprovalDecision.Approve) Assert.Equal(asked.Id, ended.Steps.Single(static s => s.Name == "ok").ApprovalId);
        else Assert.Equal("approval_denied", ended.Error!.Code);
    }

    [Fact]
    public async Task Rewind_AgainAndAgain_IsARequestOfItsOwnEachTime()
    {
        await using var app = await StartAsync(Ok);
        var run = await DeniedAsync(app);
        HashSet<string> asked = [];
        for (var i = 0; i < 3; i++)
        {
            await app.DoAsync(run, RunVerb.Rewind);
            var request = await app.AskedAsync(run);
            Assert.True(asked.Add(request.Id));
            await app.DecideAsync(request, ApprovalDecision.Deny);
            await EndAsync(app, run, RunStatus.Failed);
        }
    }

    [Fact]
    public async Task Rewind_AfterADeniedToolCall_AsksAnewAndSendsItOnce()
    {
        await using var app = await StartAsync(Pay);
        app.Tools.Guarded.Add("refunds.create");
        var run = await DeniedAsync(app);

        await app.DoAsync(run, RunVerb.Rewind);
        var asked = await app.AskedAsync(run);
        Assert.Empty(app.Tools.Made);
        await app.DecideAsync(asked, ApprovalDecision.Approve);
        await EndAsync(app, run, RunStatus.Succeeded);

        Assert.Equal(asked.Id, Assert.Single(app.Tools.Made).ApprovalId);
    }

    /// <summary>What another branch waited for was withdrawn when the run failed, which is no denial.</summary>
    [Fact]
    public async Task Rewind_WhileAnotherBranchWaitedForPeople_AsksForThatAnewToo()
    {
        await using var app = await StartAsync($$"""{"id":"p","type":"parallel","branches":{"l":[{{Ok}}],"r":[{"id":"bad","type":"tool","tool":"orders.get"}] } }""");
        app.Tools.Refusal = static _ => new Core.Errors.ApiError(400, "invalid_request", "Not yet.") { ShouldRetry = false };
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Tools.Gate = gate.Task;
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        var first = await app.AskedAsync(run);
        gate.SetResult();
        await EndAsync(app, run, RunStatus.Failed);
        Assert.Equal(ApprovalStatus.Withdrawn, (await app.ApprovalAsync(first.Id)).Status);

        app.Tools.Refusal = static _ => null;
        await app.DoAsync(run, RunVerb.Rewind);
        var asked = await app.AskedAsync(run);
        Assert.NotEqual(first.Id, asked.Id);
        await app.DecideAsync(asked, ApprovalDecision.Approve);
        await EndAsync(app, run, RunStatus.Succeeded);
    }

    /// <summary>The run within it goes on from where it failed: what it had done is not done again.</summary>
    [Fact]
    public async Task Rewind_WhereTheRunWithinWasDenied_AsksThereAnew()
    {
        await using var app = await StartAsync("""{"id":"before","type":"tool","tool":"orders.get"},{"id":"child","type":"workflow","workflow":"inner"}""", $$"""{"id":"look","type":"tool","tool":"orders.find"},{{Ok}},{{Pay}}""");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await TestWait.UntilAsync(async () => (await app.ReadAsync(run)).WaitingFor.Count == 2, "the inner one asks", TimeSpan.FromMinutes(1));
        var child = Assert.Single(await app.ChildrenAsync(run));
        var denied = await app.AskedAsync(child);
        await app.DecideAsync(denied, ApprovalDecision.Deny);
        await EndAsync(app, run, RunStatus.Failed);

        await app.DoAsync(run, RunVerb.Rewind);
        Approval? asked = null;
        await TestWait.UntilAsync(
            async () =>
            {
                app.Time.Advance(TimeSpan.FromSeconds(1));
                asked = (await app.ReadAsync(run)).WaitingFor.Select(static w => w.Approval).FirstOrDefault(static a => a is not null);
                return asked is not null;
            },
            "the inner one asks again",
            TimeSpan.FromMinutes(1));
        Assert.NotEqual(denied.Id, asked!.Id);
        await app.DecideAsync(asked, ApprovalDecision.Approve);
        Assert.Equal(RunStatus.Succeeded, (await app.EndInTimeAsync(run)).Run.Status);
        Assert.Equal(["orders.get", "orders.find", "refunds.create"], app.Tools.Made.Select(static c => c.Tool));
    }

    private static async Task<string> DeniedAsync(AgentApp app)
    {
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await app.DecideAsync(await app.AskedAsync(run), ApprovalDecision.Deny);
        Assert.Equal("approval_denied", (await EndAsync(app, run, RunStatus.Failed)).Error!.Code);
        return run;
    }

    private static async Task<Core.Runs.Reporting.RunDetail> EndAsync(AgentApp app, string run, RunStatus status)
    {
        await TestWait.UntilAsync(
            async () => (await app.ReadAsync(run)).Run.Status == status && (await app.Engine.FindAsync(RunWorkflows.InstanceOf(Tenants.Default, run), CancellationToken.None))!.Status is WorkflowStatus.Failed or WorkflowStatus.Completed,
            $"it is {status}",
            TimeSpan.FromMinutes(1));
        return await app.ReadAsync(run);
    }

    private static async Task<AgentApp> StartAsync(string steps, string? inner = null)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        if (inner is not null) await app.DeclareAsync("workflows", "inner", $$"""{"agent":"triage","steps":[{{inner}}]}""");
        await app.DeclareAsync("workflows", "flow", $$"""{"agent":"triage","steps":[{{steps}}]}""");
        return app;
    }
}
