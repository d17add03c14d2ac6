using System.Text.Json;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>What a trial is held to.</summary>
public sealed class DefinitionExpectationTests
{
    private const string Spec = """
        {"agent":"a","steps":[
          {"id":"get","type":"tool","tool":"orders.get","arguments":{"id":"${input.id}"}},
          {"id":"ask","type":"agent","agent":"judge","input":"${steps.get.output.total}"},
          {"id":"pay","type":"tool","tool":"pay","arguments":{"amount":"${steps.get.output.total}"},"if":"steps.ask.output == 'yes'"}],
         "output":{"total":"${steps.get.output.total}"}}
        """;

    private const string Script = """
        "input":{"id":"o-1"},"tools":{"orders.get":[{"total":5}],"pay":["ok"]},"agents":{"judge":["yes"]},"approvals":{"pay":"approve"}
        """;

    [Theory]
    [InlineData("""{"status":"succeeded","output":{"total":5.0},"error":null,"elapsed":"00:00:00"}""")]
    [InlineData("""{"steps":{"get":"succeeded","pay":"succeeded","other":"notReached"},"asked":["pay"]}""")]
    [InlineData("""{"calls":[{"step":"get","kind":"tool","name":"orders.get","input":{"id":"o-1"}},{"kind":"agent","name":"judge","input":5},{"name":"pay"}]}""")]
    [InlineData("""{"that":["output.total > 4 and steps.pay.output == 'ok'","size(calls) == 3","calls[2].input.amount == 5","not has(unused.model)"]}""")]
    public async Task Expectations_ThatHold_Pass(string expect) => Assert.Equal((true, ""), await FailuresAsync(expect));

    [Theory]
    [InlineData("""{"status":"failed"}""", "expect.status: expected \"failed\", was \"succeeded\"")]
    [InlineData("""{"output":{"total":6,"more":1}}""", "expect.output.total: expected 6, was 5 | expect.output.more: expected 1, was not there")]
    [InlineData("""{"output":{}}""", "expect.output.total: was not expected: 5")]
    [InlineData("""{"error":"tool_failed"}""", "expect.error: expected \"tool_failed\", was null")]
    [InlineData("""{"elapsed":"00:00:01"}""", "expect.elapsed: expected \"00:00:01\", was \"00:00:00\"")]
    [InlineData("""{"steps":{"get":"failed","nowhere":"succeeded"}}""", "expect.steps.get: expected failed, was succeeded | expect.steps.nowhere: expected succeeded, was notReached")]
    [InlineData("""{"asked":[]}""", "expect.asked: expected [], was [\"pay\"]")]
    [InlineData("""{"calls":[{"name":"orders.get","input":{"id":"o-2"}}]}""", "expect.calls[0].input.id: expected \"o-2\", was \"o-1\" | expect.calls: expected 1 calls, there were 3: orders.get, judge, pay")]
    [InlineData("""{"that":["output.total > 5"]}""", "expect.that[0]: is not true: output.total > 5")]
    [InlineData("""{"that":["output.nothing == 1"]}""", "expect.that[0]: cannot be evaluated: at character 8: ")]
    [InlineData("""{"that":["1 +"]}""", "expect.that[0]: is no expression: at character ")]
    public async Task Expectations_ThatDoNotHold_FailWithTheirPlace(string expect, string failures)
    {
        var (passed, said) = await FailuresAsync(expect);
        Assert.False(passed);
        Assert.StartsWith(failures, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutExpectations_TheRunIsToSucceedAndNothingToBeMissing()
    {
        Assert.True((await Trial.RunAsync(Spec, "{" + Script + "}")).GetProperty("passed").GetBoolean());
        Assert.Equal(
            """[{"path":"tool/orders.get","message":"the script has no answer at step get"},{"path":"expect.status","message":"expected \u0022succeeded\u0022, was \u0022failed\u0022"}]""",
            (await Trial.RunAsync(Spec, """{"input":{"id":"1"}}""")).GetProperty("failures").GetRawText());
    }

    /// <summary>A tool that needs people waits for them in a trial too, and is called once they agree.</summary>
    [Theory]
    [InlineData("\"approve\"", "succeeded", 3)]
    [InlineData("{\"decision\":\"deny\",\"comment\":\"too much\"}", "failed", 2)]
    [InlineData("\"expire\"", "failed", 2)]
    public async Task GuardedTool_Decision_IsFollowed(string decision, string status, int calls)
    {
        var report = await Trial.RunAsync(Spec, "{" + Script.Replace("\"pay\":\"approve\"", "\"pay\":" + decision, StringComparison.Ordinal) + "}");
        Assert.Equal((status, calls), (report.Status(), report.GetProperty("calls").GetArrayLength()));
        Assert.Equal("""{"tool":"pay","arguments":{"amount":5}}""", report.GetProperty("asked")[0].GetProperty("action").GetRawText());
        if (decision.Contains("too much", StringComparison.Ordinal)) Assert.Contains("too much", report.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    /// <summary>A tool that needs nobody is asked about where the script decides at its step: its declaration may say otherwise elsewhere.</summary>
    [Fact]
    public async Task ToolWithADecisionInTheScript_IsAskedAbout()
    {
        var report = await Trial.StepsAsync("""{"id":"x","type":"tool","tool":"t"}""", "1", """{"tools":{"t":[1]},"approvals":{"x":"deny"}}""");
        Assert.Equal(("failed", "approval_denied"), (report.Status(), report.ErrorCode()));
    }

    [Fact]
    public async Task Cancel_AsAnEvent_UndoesWhatWasDone()
    {
        var report = await Trial.StepsAsync(
            """{"id":"a","type":"tool","tool":"t","compensate":[{"id":"ua","type":"tool","tool":"u","arguments":{"of":"${steps.a.output}"}}]},{"id":"b","type":"tool","tool":"t","compensate":[{"id":"ub","type":"tool","tool":"u","arguments":{"of":"${steps.b.output}"}}]},{"id":"w","type":"wait","event":"never"}""",
            "1",
            """{"tools":{"t":["A","B"],"u":[1,2]},"events":[{"name":"cancel","at":"02:00:00"}],"expect":{"status":"cancelled","elapsed":"02:00:00","calls":[{"step":"a"},{"step":"b"},{"step":"ub","input":{"of":"B"}},{"step":"ua","input":{"of":"A"}}]}}""");
        Assert.True(report.GetProperty("passed").GetBoolean(), report.GetRawText());
    }

    private static async Task<(bool Passed, string Failures)> FailuresAsync(string expect)
    {
        var report = await Trial.RunAsync(Spec, "{" + Script + ",\"expect\":" + expect + "}");
        return (report.GetProperty("passed").GetBoolean(), string.Join(" | ", report.GetProperty("failures").EnumerateArray().Select(static f => $"{f.GetProperty("path").GetString()}: {f.GetProperty("message").GetString()}")));
    }
}
