using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Workflows.Tests.Agents.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>What one run keeps until it is purged is bound, also where each value is small and overwrites the one before.</summary>
public sealed class DefinitionByteLimitTests
{
    private static readonly string Text = new('x', 5_000);

    [Theory]
    [InlineData("""{"id":"s","type":"set","values":{"v":"${loop.index}${input.t}"}}""")]
    [InlineData("""{"id":"s","type":"tool","tool":"orders.get","arguments":{"id":"${loop.index}${input.t}"}}""")]
    [InlineData("""{"id":"s","type":"forEach","each":"[1, 2]","maxItems":2,"collect":"${item}${input.t}","steps":[{"id":"n","type":"set","if":"item > 5","values":{"n":1}}]}""")]
    public async Task Run_BeyondItsBytes_FailsAndUndoesWhatItDid(string step)
    {
        await using var app = await StartAsync($$"""{"id":"y","type":"try","steps":[{"id":"l","type":"loop","while":"true","maxIterations":100000,"steps":[{{step}}]}],"catch":[{"id":"c","type":"set","values":{"caught":true} }] }""");
        Limits(app).MaxBytesPerRun = 200_000;
        var run = await BeginAsync(app);

        var detail = await app.EndAsync(run);

        Assert.Equal((RunStatus.Failed, ErrorCodes.ByteLimit), (detail.Run.Status, detail.Error?.Code));
        Assert.Contains("200000", detail.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("refunds.cancel", app.Tools.Made.Last().Tool);
    }

    [Fact]
    public async Task Run_BeyondItsBytes_GoesOnOnceMoreIsAllowed()
    {
        await using var app = await StartAsync("""{"id":"l","type":"loop","while":"loop.index < 40","maxIterations":40,"steps":[{"id":"s","type":"set","values":{"v":"${loop.index}${input.t}"}}]}""");
        Limits(app).MaxBytesPerRun = 200_000;
        var run = await BeginAsync(app);
        Assert.Equal(ErrorCodes.ByteLimit, (await app.EndAsync(run)).Error?.Code);

        Limits(app).MaxBytesPerRun = 100_000_000;
        await app.DoAsync(run, RunVerb.Rewind);

        var detail = await app.EndAsync(run);
        Assert.True(detail.Run.Status == RunStatus.Succeeded, detail.Error?.Message);
        Assert.Equal("40", detail.Output!.Value.GetRawText());
    }

    private static RunsOptions Limits(AgentApp app) => app.Services.GetRequiredService<IOptions<RunsOptions>>().Value;

    private static Task<string> BeginAsync(AgentApp app) => app.BeginAsync(new RunTarget(RunTargetKind.Workflow, "flow"), $$"""{"t":"{{Text}}"}""");

    private static async Task<AgentApp> StartAsync(string step)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "flow", $$"""{"agent":"triage","steps":[{"id":"buy","type":"tool","tool":"refunds.create","compensate":[{"id":"undo","type":"tool","tool":"refunds.cancel"}]},{{step}}],"output":40 }""");
        return app;
    }
}
