using System.Globalization;
using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Workflows;
using AgentFunctions.Workflows.Tests.Agents.Running;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Random valid definitions: a run on the engine that replays after every await never diverges, and comes to what the trial said that it would come to.</summary>
public sealed class RandomDefinitionTests
{
    private const int Definitions = 60;
    private const string Inner = """{"input":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]},"steps":[{"id":"s","type":"set","values":{"n":"${input.n + 1}"}}]}""";
    private static readonly string Many = string.Join(',', Enumerable.Repeat("null", 900));

    [Fact]
    public async Task Run_RandomDefinitions_ReplayWithoutDivergenceAndAgreeWithTheirTrials()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await app.DeclareAsync("workflows", "inner", Inner);
        app.Tools.Refusal = static call => call.Tool == "orders.find" ? new ApiError(400, ErrorCodes.InvalidRequest, "The tool says no.") { ShouldRetry = false } : null;
        var statuses = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 0; seed < Definitions; seed++)
        {
            var spec = new RandomDefinition(seed).Make();
            var input = $$"""{"n":{{seed % 5}},"list":[{{string.Join(',', Enumerable.Range(0, seed % 4))}}],"flag":{{(seed % 2 == 0 ? "true" : "false")}} }""";
            var trial = await Trial.RunAsync(spec.GetRawText(), $$"""{"input":{{input}},"model":[{{Many}}],"tools":{"orders.get":[{{Many}}],"refunds.cancel":[{{Many}}],"orders.find":[{{string.Join(',', Enumerable.Repeat("""{"$error":"no"}""", 900))}}]},"workflows":{"inner":[{{Many}}]} }""");

            var name = string.Create(CultureInfo.InvariantCulture, $"flow{seed}");
            await app.DeclareAsync("workflows", name, spec.GetRawText());
            app.Tools.Made.Clear();
            var run = await app.BeginAsync(new RunTarget(RunTargetKind.Workflow, name), input);
            var detail = await app.EndInTimeAsync(run, TimeSpan.FromMinutes(2));

            var failure = (await app.Engine.FindAsync(RunWorkflows.InstanceOf(Tenants.Default, run), CancellationToken.None))!.Failure;
            Assert.True(failure?.Type != WorkflowFailureTypes.NotDeterministic, $"seed {seed}: {failure?.Message}\n{spec.GetRawText()}");
            var status = RunStatuses.ToName(detail.Run.Status);
            Assert.True(status == trial.Status(), $"seed {seed}: {status} {detail.Error?.Message}, the trial {trial.Status()} {trial.GetProperty("error").GetRawText()}\n{spec.GetRawText()}");
            if (status == "succeeded" && trial.GetProperty("output").ValueKind == JsonValueKind.Object) Assert.Equal(trial.GetProperty("output").GetRawText(), detail.Output!.Value.GetRawText());
            Assert.Equal(Calls(trial), Calls(app));
            statuses[status] = statuses.GetValueOrDefault(status) + 1;
        }

        // Otherwise the comparison is not worth much.
        Assert.True(statuses.GetValueOrDefault("succeeded") >= Definitions / 4 && statuses.GetValueOrDefault("failed") >= Definitions / 10, string.Join(' ', statuses));
    }

    /// <summary>Without those that fail: on the engine they are refused before they are made.</summary>
    private static string Calls(JsonElement trial) => string.Join(' ', trial.GetProperty("calls").EnumerateArray()
        .Where(static c => c.GetProperty("kind").GetString() == "tool" && c.GetProperty("name").GetString() != "orders.find")
        .Select(static c => $"{c.GetProperty("name").GetString()}:{c.GetProperty("input").GetProperty("id").GetString()}").Order(StringComparer.Ordinal));

    private static string Calls(AgentApp app) => string.Join(' ', app.Tools.Made.Select(static c => $"{c.Tool}:{c.Arguments.GetProperty("id").GetString()}").Order(StringComparer.Ordinal));
}
