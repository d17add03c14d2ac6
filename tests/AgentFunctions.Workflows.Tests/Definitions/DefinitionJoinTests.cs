using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Joins of parallel branches on the embedded engine that replays after every await: each branch waits for an event of its own name, so the test says which ends when.</summary>
public sealed class DefinitionJoinTests
{
    [Theory]
    [InlineData("\"join\":\"all\"", "b,a,c", "succeeded succeeded succeeded")]
    [InlineData("\"join\":\"any\"", "b", "cancelled succeeded cancelled")]
    [InlineData("\"join\":\"count\",\"count\":2", "c,a", "succeeded cancelled succeeded")]
    [InlineData("\"join\":\"any\",\"rest\":\"finish\"", "b,c,a", "succeeded succeeded succeeded")]
    [InlineData("\"join\":\"count\",\"count\":2,\"onFailure\":\"continue\"", "a!,c,b", "failed succeeded succeeded")]
    [InlineData("\"join\":\"all\",\"onFailure\":\"continue\"", "a!,b!,c", "failed failed succeeded")]
    [InlineData("\"join\":\"any\",\"onFailure\":\"continue\"", "a!,b!,c", "failed failed succeeded")]
    public async Task Parallel_JoinThatIsMet_EndsWithTheOthersAsDeclared(string join, string events, string statuses)
    {
        await using var app = await StartAsync(join);
        var detail = await RunAsync(app, events.Split(','));
        Assert.True(detail.Run.Status == RunStatus.Succeeded, detail.Error?.Message);
        Assert.Equal(statuses, detail.Output!.Value.GetString());
    }

    [Theory]
    [InlineData("\"join\":\"all\"", "b,a!", "tool")]
    [InlineData("\"join\":\"any\",\"rest\":\"finish\"", "a!", "tool")]
    [InlineData("\"join\":\"count\",\"count\":2,\"onFailure\":\"continue\"", "a!,b!", "needs 2 of its branches to succeed, and 2 failed")]
    [InlineData("\"join\":\"any\",\"onFailure\":\"continue\"", "a!,c!,b!", "needs 1 of its branches to succeed, and 3 failed")]
    public async Task Parallel_JoinThatCannotBeMet_FailsAtOnce(string join, string events, string message)
    {
        await using var app = await StartAsync(join);
        var detail = await RunAsync(app, events.Split(','));
        Assert.Equal(RunStatus.Failed, detail.Run.Status);
        Assert.Contains(message, detail.Error!.Message, StringComparison.Ordinal);
    }

    /// <summary>Branches that were stopped have nothing open: neither a wait nor a run within the run.</summary>
    [Fact]
    public async Task Parallel_BranchWithARunWithinIsStopped_TheRunWithinIsCancelled()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "inner", """{"agent":"triage","steps":[{"id":"i","type":"tool","tool":"refunds.create","compensate":[{"id":"u","type":"tool","tool":"refunds.cancel"}]},{"id":"w","type":"wait","event":"never"}]}""");
        await app.DeclareAsync("workflows", "flow", """{"steps":[{"id":"p","type":"parallel","join":"any","branches":{"l":[{"id":"c","type":"workflow","workflow":"inner"}],"r":[{"id":"go","type":"wait","event":"go"}]}}],"output":"${steps.p.output.l.status}"}""");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        string? child = null;
        await app.UntilAsync(run, steps => steps.Count == 2, "both branches began");
        await TestKit.TestWait.UntilAsync(
            async () =>
            {
                child ??= (await app.ChildrenAsync(run)).SingleOrDefault();
                return child is not null && (await app.ReadAsync(child)).Steps.Any(static s => s.Kind == RunStepKind.Event && s.Status == RunStepStatus.Waiting);
            },
            "the run within waits");
        await RaiseAsync(app, run, "go", "1");

        Assert.Equal("\"cancelled\"", (await app.EndAsync(run)).Output!.Value.GetRawText());
        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(child!)).Run.Status);
        Assert.Equal(["refunds.create", "refunds.cancel"], app.Tools.Made.Select(static c => c.Tool));
    }

    /// <summary>A name with a mark behind it has its branch fail.</summary>
    private static async Task<RunDetail> RunAsync(AgentApp app, string[] events)
    {
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await app.UntilAsync(run, static steps => steps.Count(static s => s.Status == RunStepStatus.Waiting) == 3, "all branches wait");
        foreach (var name in events)
        {
            await RaiseAsync(app, run, name[..1], name.EndsWith('!') ? "false" : "true");
            await app.UntilAsync(run, steps => steps.Any(s => s.Name == name[..1] && s.EndedAt is not null), $"{name} came");
        }

        return await app.EndAsync(run);
    }

    private static async Task RaiseAsync(AgentApp app, string run, string name, string payload) =>
        Assert.True(await app.Engine.RaiseEventAsync(RunWorkflows.InstanceOf(Tenants.Default, run), name, JsonDocument.Parse(payload).RootElement, CancellationToken.None));

    private static async Task<AgentApp> StartAsync(string join)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Tools.Refusal = static _ => new Core.Errors.ApiError(400, "invalid_request", "The tool says no.") { ShouldRetry = false };
        var branches = string.Join(',', "abc".Select(static b => $$"""
            "{{b}}":[{"id":"w{{b}}","type":"wait","event":"{{b}}"},{"id":"f{{b}}","type":"tool","tool":"orders.get","if":"not steps.w{{b}}.output.event"}]
            """));
        await app.DeclareAsync("workflows", "flow", $$$"""{"agent":"triage","steps":[{"id":"p","type":"parallel",{{{join}}},"branches":{ {{{branches}}} } }],"output":"${steps.p.output.a.status} ${steps.p.output.b.status} ${steps.p.output.c.status}"}""");
        return app;
    }
}
