using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Control;
using AgentFunctions.Core.Runs.Forking;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Runs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Core.Tests.Runs.Own;

/// <summary>Steps of a fork are named as people see them; what could be two is refused with the ids to choose from.</summary>
public sealed class RunForkNameTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private OwnRunProcess _one = null!;
    private string _run = "";

    public async Task InitializeAsync()
    {
        _one = await OwnRunProcess.StartAsync(_time, new InMemoryDocumentStore(_time), new FakeWorkflowClient(_time));
        _run = (await _one.StartAsync()).Value!.Id;
        foreach (var id in (string[])["00001-order", "00002-pay", "00003-pay", "00004-tool-orders.get"]) await _one.StepAsync(_run, id, output: "1", input: "1");
        await _one.DoAsync(RunVerb.Terminate, _run);
    }

    public async Task DisposeAsync() => await _one.DisposeAsync();

    [Theory]
    [InlineData("00003-pay", 2)]
    [InlineData("order", 0)]
    [InlineData("tool-orders.get", 3)]
    public async Task FromStep_IdOrShortName_IsThatStep(string fromStep, long copied) => Assert.Equal(copied, (await ForkAsync(fromStep)).Value!.Steps);

    [Theory]
    [InlineData("pay", "00002-pay, 00003-pay.")]
    [InlineData("refund", "00001-order, 00002-pay, 00003-pay, 00004-tool-orders.get.")]
    [InlineData("00005-pay", "00001-order, 00002-pay, 00003-pay, 00004-tool-orders.get.")]
    [InlineData("n", "00001-order, 00002-pay, 00003-pay, 00004-tool-orders.get.")]
    public async Task FromStep_NoneOrMany_NamesTheStepsThereAre(string fromStep, string known)
    {
        var error = (await ForkAsync(fromStep)).Error!;

        Assert.Equal((400, "fromStep"), (error.Status, error.Param));
        Assert.EndsWith(known, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_ByShortName_AreThatStepsAndNotGivenTwice()
    {
        var fork = (await ForkAsync("00002-pay", "order")).Value!;
        var twice = (await ForkAsync("00002-pay", "order", "00001-order")).Error!;

        Assert.Equal("""{"v":5}""", (await _one.Journal.FindAsync("default", fork.Id, "00001-order", CancellationToken.None))!.Output!.Value.GetProperty("content").GetRawText());
        Assert.Equal((400, "overrides.outputs"), (twice.Status, twice.Param));
    }

    private async Task<Outcome<Run>> ForkAsync(string fromStep, params string[] given) => await _one.Get<RunForking>().ForkAsync(
        OwnRunProcess.Platform(),
        RunInitiator.System("default", "operator/ops"),
        _run,
        new RunForkRequest { FromStep = fromStep, Outputs = given.ToDictionary(static id => id, static _ => JsonDocument.Parse("""{"v":5}""").RootElement) },
        CancellationToken.None);
}
