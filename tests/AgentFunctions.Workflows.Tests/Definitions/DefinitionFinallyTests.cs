using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>What is to be done in any case is done also where the try was stopped: by its own time, a cancel or the deadline; and once.</summary>
public sealed class DefinitionFinallyTests
{
    private const string Tries = """
        {"id":"t","type":"try"MORE,"steps":[{"id":"a","type":"tool","tool":"book","compensate":[{"id":"ua","type":"tool","tool":"unbook"}]},{"id":"w","type":"wait","event":"never"}],
         "catch":[{"id":"k","type":"tool","tool":"tell"}],"finally":[{"id":"z","type":"tool","tool":"close"},{"id":"y","type":"set","values":{"done":true}}]}
        """;

    [Theory]
    [InlineData(""","timeout":"00:01:00" """, "", "{}", "failed")]
    [InlineData("", ""","events":[{"name":"cancel","at":"00:05:00"}]""", "{}", "cancelled")]
    [InlineData("", "", """{"deadline":"00:10:00"}""", "timedOut")]
    public async Task Stopped_TheRestIsNotCaughtButFinallyIsDoneAndTheBodyUndone(string more, string events, string limits, string status)
    {
        var report = await Trial.StepsAsync(
            Tries.Replace("MORE", more, StringComparison.Ordinal),
            "1",
            $$"""{"tools":{"book":[1],"unbook":[1],"close":[1],"tell":[1]}{{events}}, "expect":{"status":"{{status}}"} }""",
            limits);

        Assert.True(report.GetProperty("passed").GetBoolean(), report.GetRawText());
        Assert.Equal(["book", "close", "unbook"], report.GetProperty("calls").EnumerateArray().Select(static call => call.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Stopped_WithinABranchThatIsNotNeeded_FinallyIsDone()
    {
        var report = await Trial.StepsAsync(
            $$"""{"id":"p","type":"parallel","join":"any","branches":{"l":[{{Tries.Replace("MORE", "", StringComparison.Ordinal)}}],"r":[{"id":"s","type":"timer","duration":"00:00:10"}]} }""",
            "1",
            """{"tools":{"book":[1],"unbook":[1],"close":[1],"tell":[1]}}""");

        Assert.Equal("succeeded", report.Status());
        Assert.Equal(["book", "close"], report.GetProperty("calls").EnumerateArray().Select(static call => call.GetProperty("name").GetString()));
    }

    /// <summary>The clock stands still: what is there for any case is not held back because the run is being cancelled.</summary>
    [Fact]
    public async Task Cancel_OfARun_DoesFinallyAtOnce()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "flow", """{"agent":"triage","steps":[{"id":"t","type":"try","steps":[{"id":"w","type":"wait","event":"never"}],"finally":[{"id":"z","type":"tool","tool":"orders.get"}]}]}""");
        var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), "{}");
        await app.UntilAsync(run, static steps => steps.Any(static step => step.Status == RunStepStatus.Waiting), "it waits");

        await app.DoAsync(run, RunVerb.Cancel);

        Assert.Equal(RunStatus.Cancelled, (await app.EndAsync(run)).Run.Status);
        Assert.Equal("orders.get", Assert.Single(app.Tools.Made).Tool);
    }

    /// <summary>Undoing is not bound by the steps that a run may take: else one that came to its limit could undo nothing.</summary>
    [Fact]
    public async Task StepLimit_DoesNotKeepARunFromUndoing()
    {
        var report = await Trial.StepsAsync(
            """{"id":"a","type":"tool","tool":"book","compensate":[{"id":"ua","type":"tool","tool":"unbook"}]},{"id":"b","type":"tool","tool":"book"}""",
            "1",
            """{"tools":{"book":[1,2],"unbook":[1]}}""",
            """{"steps":1}""");

        Assert.Equal(("failed", "step_limit"), (report.Status(), report.ErrorCode()));
        Assert.Equal(["book", "unbook"], report.GetProperty("calls").EnumerateArray().Select(static call => call.GetProperty("name").GetString()));
    }
}
