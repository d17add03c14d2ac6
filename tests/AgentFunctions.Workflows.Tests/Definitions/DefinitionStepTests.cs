namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>What each type of step does.</summary>
public sealed class DefinitionStepTests
{
    [Fact]
    public async Task Set_Values_AreSeenByWhatFollows() => Assert.Equal(
        """{"a":3,"b":"3 and 2"}""",
        (await Trial.StepsAsync("""{"id":"s","type":"set","values":{"a":1,"b":2}},{"id":"t","type":"set","values":{"a":"${vars.a + vars.b}"}}""", """{"a":"${vars.a}","b":"${vars.a} and ${vars.b}"}""")).Output());

    /// <summary>What was set is also what the step gives, whatever its names mean elsewhere.</summary>
    [Fact]
    public async Task Set_Values_AreItsOutput() => Assert.Equal(
        """[{"steps":1,"vars":{"n":2}},1]""",
        (await Trial.StepsAsync("""{"id":"s","type":"set","values":{"steps":1,"vars":{"n":2}}}""", """["${steps.s.output}","${steps.s.output.steps}"]""")).Output());

    [Fact]
    public async Task Set_AsTheLastStep_IsTheOutputOfTheRun() =>
        Assert.Equal("""{"n":3}""", (await Trial.RunAsync("""{"steps":[{"id":"s","type":"set","values":{"n":"${input + 1}"}}],"outputSchema":{"type":"object","properties":{"n":{"type":"number"}}}}""", """{"input":2}""")).Output());

    [Fact]
    public async Task If_FalseAndTrue_SkipsAndDoes() => Assert.Equal(
        "s:skipped t:succeeded",
        (await Trial.StepsAsync("""{"id":"s","type":"set","values":{},"if":"input.x > 1"},{"id":"t","type":"set","values":{},"if":"input.x == 1"}""", "1", """{"input":{"x":1}}""")).Steps());

    [Fact]
    public async Task If_CannotBeEvaluated_FailsTheRunRatherThanSkip()
    {
        var report = await Trial.StepsAsync("""{"id":"s","type":"set","values":{},"if":"input.x > 1"}""", "1", """{"input":{}}""");
        Assert.Equal(("failed", "expression_failed"), (report.Status(), report.ErrorCode()));
    }

    [Fact]
    public async Task Tool_Answers_InOrder_WithRenderedArguments()
    {
        var report = await Trial.StepsAsync(
            """{"id":"x","type":"tool","tool":"orders.get","arguments":{"id":"${input.id}","note":"order ${input.id}"}},{"id":"y","type":"tool","tool":"orders.get","arguments":{"id":"2"}}""",
            """["${steps.x.output.total}","${steps.y.output.total}"]""",
            """{"input":{"id":"o-1"},"tools":{"orders.get":[{"total":1.10},{"total":2}]}}""");
        Assert.Equal("[1.10,2]", report.Output());
        Assert.Equal("""{"id":"o-1","note":"order o-1"}""", report.GetProperty("steps")[0].GetProperty("input").GetRawText());
    }

    [Fact]
    public async Task Tool_Fails_RetriesWithPausesAndThenSucceeds()
    {
        var report = await Trial.StepsAsync(
            """{"id":"x","type":"tool","tool":"t","retry":{"attempts":3,"firstInterval":"00:00:10","backoff":3}}""",
            "\"${steps.x.output}\"",
            """{"tools":{"t":[{"$error":"down","status":503},{"$error":"down"},"up"]}}""");
        Assert.Equal("\"up\"", report.Output());
        Assert.Equal("00:00:40", report.GetProperty("elapsed").GetString());
    }

    [Fact]
    public async Task Tool_FailsForGood_FailsTheRunWithItsWords()
    {
        var report = await Trial.StepsAsync("""{"id":"x","type":"tool","tool":"t","retry":{"attempts":2}}""", "1", """{"tools":{"t":[{"$error":"down"},{"$error":"still down"}]}}""");
        Assert.Equal(("failed", "tool_failed"), (report.Status(), report.ErrorCode()));
        Assert.Contains("still down", report.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Agent_AnswersThatDoNotFit_FailTheStep()
    {
        const string Step = """{"id":"x","type":"agent","agent":"a","input":"${input}","outputSchema":{"type":"object","properties":{"label":{"type":"string"}},"required":["label"]}}""";
        Assert.Equal("\"refund\"", (await Trial.StepsAsync(Step, "\"${steps.x.output.label}\"", """{"model":["{\"label\":\"refund\"}"]}""")).Output());
        Assert.Equal("output_invalid", (await Trial.StepsAsync(Step, "1", """{"model":[{"other":1}]}""")).ErrorCode());
    }

    [Fact]
    public async Task Workflow_Output_IsThatOfTheScript() =>
        Assert.Equal("5", (await Trial.StepsAsync("""{"id":"x","type":"workflow","workflow":"other","input":{"n":2}}""", "\"${steps.x.output.n}\"", """{"workflows":{"other":[{"n":5}]}}""")).Output());

    [Theory]
    [InlineData("\"approve\"", "fail", "succeeded", null)]
    [InlineData("\"deny\"", "fail", "failed", "approval_denied")]
    [InlineData("\"expire\"", "fail", "failed", "approval_denied")]
    [InlineData("\"deny\"", "continue", "succeeded", null)]
    [InlineData("\"expire\"", "continue", "succeeded", null)]
    [InlineData("{\"decision\":\"approve\",\"by\":\"approver/ann\",\"comment\":\"fine\"}", "fail", "succeeded", null)]
    public async Task Approval_Decisions_AreFollowed(string decision, string onDenied, string status, string? error)
    {
        var report = await Trial.StepsAsync(
            $$"""{"id":"ok","type":"approval","action":{"refund":"${input}"},"approvers":["groups/leads"],"approvals":2,"expiresAfter":"02:00:00","onDenied":"{{onDenied}}"}""",
            "\"${steps.ok.output.approved}\"",
            $$"""{"input":5,"approvals":{"ok":{{decision}} } }""");
        Assert.Equal((status, error), (report.Status(), report.ErrorCode()));
        var asked = report.GetProperty("asked")[0];
        Assert.Equal("""{"refund":5}""", asked.GetProperty("action").GetRawText());
        Assert.Equal(("groups/leads", 2, "2026-01-01T02:00:00+00:00"), (asked.GetProperty("approvers")[0].GetString(), asked.GetProperty("count").GetInt32(), asked.GetProperty("expiresAt").GetString()));
        if (decision.Contains("expire", StringComparison.Ordinal)) Assert.Equal("02:00:01", report.GetProperty("elapsed").GetString());
        if (status == "succeeded") Assert.Equal(decision.Contains("approve", StringComparison.Ordinal) ? "true" : "false", report.Output());
    }

    [Fact]
    public async Task Ask_Answer_IsCheckedAndGiven()
    {
        const string Step = """{"id":"q","type":"ask","prompt":"How many for ${input}?","schema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]}}""";
        var report = await Trial.StepsAsync(Step, "\"${steps.q.output.value.n + 1}\"", """{"input":"ann","asks":{"q":{"n":4}}}""");
        Assert.Equal("5", report.Output());
        Assert.Equal("How many for ann?", report.GetProperty("asked")[0].GetProperty("action").GetProperty("prompt").GetString());
        var wrong = await Trial.StepsAsync(Step, "1", """{"input":"ann","asks":{"q":{"n":"four"}}}""");
        Assert.Equal((false, 0), (wrong.GetProperty("passed").GetBoolean(), wrong.GetProperty("missing").GetArrayLength()));
        Assert.Equal("asks.q.n", wrong.GetProperty("failures")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Wait_Filter_TakesTheFirstEventThatFits()
    {
        var report = await Trial.StepsAsync(
            """{"id":"w","type":"wait","event":"orders.paid","filter":"event.id == input.id","timeout":"01:00:00"}""",
            "\"${steps.w.output.event.amount}\"",
            """{"input":{"id":"o-1"},"events":[{"name":"orders.paid","data":{"id":"o-2","amount":1}},{"name":"orders.paid","data":"odd"},{"name":"orders.paid","data":{"id":"o-1","amount":7},"at":"00:10:00"}]}""");
        Assert.Equal("7", report.Output());
        Assert.Equal("00:10:00", report.GetProperty("elapsed").GetString());
    }

    [Theory]
    [InlineData("fail", "failed")]
    [InlineData("continue", "succeeded")]
    public async Task Wait_NoEventInTime_FailsOrGoesOn(string onTimeout, string status)
    {
        var report = await Trial.StepsAsync($$"""{"id":"w","type":"wait","event":"e","timeout":"01:00:00","onTimeout":"{{onTimeout}}"}""", "\"${steps.w.output.received}\"");
        Assert.Equal((status, "01:00:00"), (report.Status(), report.GetProperty("elapsed").GetString()));
    }

    [Fact]
    public async Task Wait_NoEventAndNoTimeout_SaysThatItWaits()
    {
        var report = await Trial.StepsAsync("""{"id":"w","type":"wait","event":"e"}""", "1");
        Assert.Equal("waiting", report.Status());
    }

    [Theory]
    [InlineData("\"duration\":\"30.00:00:00\"", "30.00:00:00")]
    [InlineData("\"duration\":\"${input.span}\"", "02:00:00")]
    [InlineData("\"until\":\"2026-01-05T00:00:00Z\"", "4.00:00:00")]
    [InlineData("\"until\":\"2020-01-05T00:00:00Z\"", "00:00:00")]
    public async Task Timer_Waits(string time, string elapsed) =>
        Assert.Equal(elapsed, (await Trial.StepsAsync($$"""{"id":"t","type":"timer",{{time}} }""", "1", """{"input":{"span":"02:00:00"}}""")).GetProperty("elapsed").GetString());

    [Fact]
    public async Task Timeout_StepThatWaits_FailsInItsTime()
    {
        var report = await Trial.StepsAsync("""{"id":"a","type":"approval","action":{"x":1},"timeout":"00:30:00"}""", "1", """{"approvals":{"a":"expire"}}""");
        Assert.Equal(("failed", "step_timeout", "00:30:00"), (report.Status(), report.ErrorCode(), report.GetProperty("elapsed").GetString()));
    }

    [Fact]
    public async Task HandOff_EndsTheRunWithTheAnswer()
    {
        var report = await Trial.RunAsync("""{"steps":[{"id":"s","type":"switch","cases":[{"when":"input == 'sales'","steps":[{"id":"h","type":"handOff","agent":"sales","input":"${input}"}]}]},{"id":"x","type":"set","values":{}}]}""", """{"input":"sales","agents":{"sales":["sold"]}}""");
        Assert.Equal("\"sold\"", report.Output());
        Assert.DoesNotContain("x:", report.Steps(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"output\":{\"a\":\"${input}\"}", "succeeded", null)]
    [InlineData("\"error\":\"no ${input}\"", "failed", "workflow_failed")]
    public async Task End_OutputOrError_EndsTheRun(string what, string status, string? error)
    {
        var report = await Trial.RunAsync($$"""{"steps":[{"id":"e","type":"end",{{what}} }]}""", """{"input":1}""");
        Assert.Equal((status, error), (report.Status(), report.ErrorCode()));
        if (error is null) Assert.Equal("""{"a":1}""", report.Output());
    }

    [Fact]
    public async Task Input_DoesNotFitItsSchema_FailsTheRun() => Assert.Equal(
        "invalid_request",
        (await Trial.RunAsync("""{"input":{"type":"object","properties":{"n":{"type":"number"}}},"steps":[{"id":"s","type":"set","values":{}}]}""", """{"input":{"n":"one"}}""")).ErrorCode());
}
