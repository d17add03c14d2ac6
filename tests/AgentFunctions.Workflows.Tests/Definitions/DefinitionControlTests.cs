using System.Globalization;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>Branches, loops, failures and their undoing.</summary>
public sealed class DefinitionControlTests
{
    private const string Slow = """[{"id":"slow","type":"timer","duration":"05:00:00"}]""";
    private const string Quick = """[{"id":"quick","type":"set","values":{"q":1}},{"id":"t","type":"tool","tool":"t"}]""";

    [Theory]
    [InlineData("all", "cancel", "succeeded", "05:00:00")]
    [InlineData("any", "cancel", "succeeded", "00:00:00")]
    [InlineData("any", "finish", "succeeded", "05:00:00")]
    public async Task Parallel_Join_WaitsForWhatItNeeds(string join, string rest, string status, string elapsed)
    {
        var report = await Trial.StepsAsync($$"""{"id":"p","type":"parallel","join":"{{join}}","rest":"{{rest}}","branches":{"slow":{{Slow}},"quick":{{Quick}} } }""", "\"${steps.p.output.quick}\"", """{"tools":{"t":["done"]}}""");
        Assert.Equal((status, elapsed), (report.Status(), report.GetProperty("elapsed").GetString()));
        Assert.Equal("""{"status":"succeeded","output":"done","error":null}""", report.Output());
    }

    [Theory]
    [InlineData("all", "fail", "failed", "00:00:00")]
    [InlineData("all", "continue", "succeeded", "05:00:00")]
    [InlineData("any", "continue", "succeeded", "05:00:00")]
    [InlineData("any", "fail", "failed", "00:00:00")]
    public async Task Parallel_ABranchFails_FollowsThePolicy(string join, string onFailure, string status, string elapsed)
    {
        var report = await Trial.StepsAsync($$"""{"id":"p","type":"parallel","join":"{{join}}","onFailure":"{{onFailure}}","branches":{"slow":{{Slow}},"quick":{{Quick}} } }""", "\"${steps.p.output.quick.status}\"", """{"tools":{"t":[{"$error":"no"}]}}""");
        Assert.Equal((status, elapsed), (report.Status(), report.GetProperty("elapsed").GetString()));
    }

    [Fact]
    public async Task Parallel_Count_FailsWhenItCannotBeMetAnyMore()
    {
        const string Branches = """{"a":[{"id":"a1","type":"tool","tool":"t"}],"b":[{"id":"b1","type":"tool","tool":"t"}],"c":[{"id":"c1","type":"tool","tool":"t"}]}""";
        const string Step = """{"id":"p","type":"parallel","join":"count","count":2,"onFailure":"continue","branches":""" + Branches + "}";
        Assert.Equal("succeeded", (await Trial.StepsAsync(Step, "1", """{"tools":{"t":[1,{"$error":"no"},3]}}""")).Status());
        Assert.Equal("failed", (await Trial.StepsAsync(Step, "1", """{"tools":{"t":[1,{"$error":"no"},{"$error":"no"}]}}""")).Status());
    }

    [Theory]
    [InlineData("1", "one", "cases[0]")]
    [InlineData("2", "two", "cases[1]")]
    [InlineData("3", "other", "default")]
    public async Task Switch_FirstCaseThatHolds_IsTaken(string input, string expected, string taken) => Assert.Equal(
        $"[\"{expected}\",\"{taken}\"]",
        (await Trial.StepsAsync(
            """{"id":"s","type":"switch","cases":[{"when":"input == 1","steps":[{"id":"a","type":"set","values":{"x":"one"}}]},{"when":"input < 3","steps":[{"id":"b","type":"set","values":{"x":"two"}}]}],"default":[{"id":"c","type":"set","values":{"x":"other"}}]}""",
            """["${vars.x}","${steps.s.output.case}"]""",
            $$"""{"input":{{input}} }""")).Output());

    [Fact]
    public async Task Loop_WhileTrue_SeesItsOwnResultsAndEnds() => Assert.Equal(
        "[3,3,2]",
        (await Trial.StepsAsync(
            """{"id":"z","type":"set","values":{"n":0}},{"id":"l","type":"loop","while":"vars.n < 3","maxIterations":10,"steps":[{"id":"i","type":"set","values":{"n":"${vars.n + 1}","at":"${loop.index}"}}]}""",
            """["${vars.n}","${steps.l.output.iterations}","${vars.at}"]""")).Output());

    [Fact]
    public async Task Loop_BeyondItsBound_Fails() => Assert.Equal(
        "loop_limit",
        (await Trial.StepsAsync("""{"id":"l","type":"loop","while":"input","maxIterations":10,"steps":[{"id":"i","type":"set","values":{}}]}""", "1", """{"input":true}""")).ErrorCode());

    [Fact]
    public async Task ForEach_Entries_AreCollectedInOrder_AlsoAtTheSameTime()
    {
        var report = await Trial.StepsAsync(
            """{"id":"f","type":"forEach","each":"input","as":"n","maxItems":10,"concurrency":3,"collect":"${n}:${steps.t.output}","steps":[{"id":"w","type":"timer","duration":"00:00:10"},{"id":"t","type":"tool","tool":"t","arguments":{"n":"${n}","i":"${loop.index}"}}]}""",
            "\"${steps.f.output}\"",
            """{"input":[1,2,3,4,5],"tools":{"t":["a","b","c","d","e"]}}""");
        Assert.Equal("""{"count":5,"failed":0,"items":["1:a","2:b","3:c","4:d","5:e"]}""", report.Output());
        Assert.Equal("00:00:20", report.GetProperty("elapsed").GetString());
    }

    [Theory]
    [InlineData("continue", "succeeded")]
    [InlineData("fail", "failed")]
    public async Task ForEach_AnEntryFails_FollowsThePolicy(string onFailure, string status)
    {
        var report = await Trial.StepsAsync(
            $$"""{"id":"f","type":"forEach","each":"input","maxItems":10,"onFailure":"{{onFailure}}","collect":"${steps.t.output}","steps":[{"id":"t","type":"tool","tool":"t"}]}""",
            "\"${steps.f.output}\"",
            """{"input":[1,2,3],"tools":{"t":["a",{"$error":"no"},"c"]}}""");
        Assert.Equal(status, report.Status());
        if (status == "succeeded") Assert.Equal("""{"count":3,"failed":1,"items":["a",null,"c"]}""", report.Output());
    }

    [Fact]
    public async Task ForEach_LongerThanDeclared_FailsBeforeItBegins()
    {
        var report = await Trial.StepsAsync("""{"id":"f","type":"forEach","each":"input","maxItems":2,"steps":[{"id":"t","type":"tool","tool":"t"}]}""", "1", """{"input":[1,2,3]}""");
        Assert.Equal(("loop_limit", "f:failed"), (report.ErrorCode(), report.Steps()));
    }

    [Fact]
    public async Task Try_Failure_IsUndoneThenCaughtThenFinished()
    {
        var report = await Trial.StepsAsync(
            """
            {"id":"t","type":"try","steps":[
              {"id":"a","type":"tool","tool":"book","compensate":[{"id":"ua","type":"tool","tool":"unbook","arguments":{"id":"${steps.a.output}"}}]},
              {"id":"b","type":"tool","tool":"book","compensate":[{"id":"ub","type":"tool","tool":"unbook","arguments":{"id":"${steps.b.output}"}}]},
              {"id":"c","type":"tool","tool":"charge"}],
             "catch":[{"id":"k","type":"set","values":{"why":"${error.code} at ${error.step}"}}],"finally":[{"id":"z","type":"set","values":{"done":true}}]}
            """,
            """["${vars.why}","${vars.done}","${steps.t.output.failed}"]""",
            """{"tools":{"book":["A","B"],"charge":[{"$error":"no money"}],"unbook":["ok","ok"]}}""");
        Assert.Equal("""["tool_failed at c",true,true]""", report.Output());
        Assert.Equal("a:succeeded b:succeeded c:failed ub:succeeded ua:succeeded k:succeeded z:succeeded t:succeeded", report.Steps());
        Assert.Equal(["B", "A"], report.GetProperty("steps").EnumerateArray().Where(static s => s.GetProperty("step").GetString()!.StartsWith('u')).Select(static s => s.GetProperty("input").GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Failure_WithoutCatch_UndoesAndFails_EvenWhatCannotBeUndone()
    {
        var report = await Trial.StepsAsync(
            """
            {"id":"a","type":"tool","tool":"book","compensate":[{"id":"ua","type":"tool","tool":"unbook"}]},
            {"id":"b","type":"tool","tool":"book","compensate":[{"id":"ub","type":"tool","tool":"unbook"}]},
            {"id":"c","type":"end","error":"stop"}
            """.Replace("{\"id\":\"c\"", "{\"id\":\"c\",\"if\":\"input\"", StringComparison.Ordinal),
            "1",
            """{"input":true,"tools":{"book":[1,2],"unbook":[{"$error":"cannot"},"ok"]}}""");
        Assert.Equal(("failed", "workflow_failed"), (report.Status(), report.ErrorCode()));
        Assert.Contains("ub:failed ua:succeeded", report.Steps(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StepLimit_CannotBeCaught()
    {
        var report = await Trial.StepsAsync(
            """{"id":"t","type":"try","steps":[{"id":"l","type":"loop","while":"input","maxIterations":1000,"steps":[{"id":"x","type":"timer","duration":"00:00:01"}]}],"catch":[{"id":"k","type":"set","values":{}}]}""",
            "1",
            """{"input":true}""",
            """{"steps":7}""");
        Assert.Equal(("failed", "step_limit"), (report.Status(), report.ErrorCode()));
    }

    [Fact]
    public async Task Deadline_EndsTheRunAndUndoes()
    {
        var report = await Trial.StepsAsync(
            """{"id":"a","type":"tool","tool":"book","compensate":[{"id":"ua","type":"tool","tool":"unbook"}]},{"id":"w","type":"wait","event":"never"}""",
            "1",
            """{"tools":{"book":[1],"unbook":[1]}}""",
            """{"deadline":"03:00:00"}""");
        Assert.Equal(("timedOut", "deadline_exceeded", "03:00:00"), (report.Status(), report.ErrorCode(), report.GetProperty("elapsed").GetString()));
        Assert.Contains("ua:succeeded", report.Steps(), StringComparison.Ordinal);
    }

    /// <summary>Entries that were stopped are undone where they stand: each sees its own entry and what its own steps gave.</summary>
    [Theory]
    [InlineData("""{"id":"x","type":"set","values":{}}""", "failed")]
    [InlineData("""{"id":"t","type":"try","steps":[BODY],"catch":[{"id":"k","type":"set","values":{}}]}""", "succeeded")]
    public async Task ForEach_EntriesStoppedByAnother_AreUndoneEachInItsPlace(string around, string status)
    {
        const string Each = """
            {"id":"f","type":"forEach","each":"input","as":"n","maxItems":9,"concurrency":3,"steps":[
              {"id":"a","type":"tool","tool":"book","arguments":{"n":"${n}"},"compensate":[{"id":"ua","type":"tool","tool":"unbook","arguments":{"n":"${n}","of":"${steps.a.output}"}}]},
              {"id":"w","type":"timer","duration":"00:00:10","if":"n != 2"},
              {"id":"b","type":"tool","tool":"pay","arguments":{"amount":1},"if":"n == 2"}]}
            """;
        var report = await Trial.StepsAsync(
            around.Contains("BODY", StringComparison.Ordinal) ? around.Replace("BODY", Each, StringComparison.Ordinal) : Each,
            "1",
            """{"input":[1,2,3],"tools":{"book":["A","B","C"],"pay":[{"$error":"no"}],"unbook":[1,1,1]},"approvals":{"b":"approve"}}""");
        Assert.Equal(status, report.Status());
        Assert.Equal(
            ["""{"n":1,"of":"A"}""", """{"n":2,"of":"B"}""", """{"n":3,"of":"C"}"""],
            report.GetProperty("calls").EnumerateArray().Where(static c => c.GetProperty("name").GetString() == "unbook").Select(static c => c.GetProperty("input").GetRawText()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ForEach_Cancelled_UndoesItsEntries_TheLatestFirst()
    {
        var report = await Trial.StepsAsync(
            """
            {"id":"f","type":"forEach","each":"input","maxItems":9,"concurrency":2,"steps":[
              {"id":"g","type":"forEach","each":"item.list","as":"inner","maxItems":9,"concurrency":2,"steps":[
                {"id":"a","type":"tool","tool":"book","compensate":[{"id":"ua","type":"tool","tool":"unbook","arguments":{"of":"${item.name}.${inner}.${steps.a.output}"}}]},
                {"id":"w","type":"wait","event":"never"}]}]}
            """,
            "1",
            """{"input":[{"name":"x","list":[1,2]},{"name":"y","list":[3]}],"tools":{"book":["A","B","C"],"unbook":[1,1,1]},"events":[{"name":"cancel","at":"01:00:00"}],"expect":{"status":"cancelled"}}""");
        Assert.True(report.GetProperty("passed").GetBoolean(), report.GetRawText());
        Assert.Equal(["y.3.C", "x.2.B", "x.1.A"], report.GetProperty("calls").EnumerateArray().Skip(3).Select(static c => c.GetProperty("input").GetProperty("of").GetString()));
    }

    /// <summary>A run that failed is over: its deadline is not waited for.</summary>
    [Fact]
    public async Task Failure_BeforeTheDeadline_EndsAtOnce()
    {
        var report = await Trial.RunAsync("""{"limits":{"deadline":"03:00:00"},"steps":[{"id":"e","type":"end","error":"no"}]}""");
        Assert.Equal(("failed", "00:00:00"), (report.Status(), report.GetProperty("elapsed").GetString()));
    }

    /// <summary>Ten thousand rounds: the history begins anew every few dozen activities.</summary>
    [Fact]
    public async Task Loop_TenThousandRounds_Completes() => Assert.Equal(
        "10000",
        (await Trial.StepsAsync(
            """{"id":"z","type":"set","values":{"n":0}},{"id":"l","type":"loop","while":"vars.n < 10000","maxIterations":10000,"steps":[{"id":"i","type":"set","values":{"n":"${vars.n + 1}"}}]}""",
            "\"${vars.n}\"",
            "{}",
            """{"steps":20000}""")).Output());

    [Fact]
    public async Task ForEach_TwoThousandEntriesWithCalls_CollectsAllOfThem()
    {
        var numbers = string.Join(',', Enumerable.Range(0, 1_000).Select(static n => n.ToString(CultureInfo.InvariantCulture)));
        var report = await Trial.StepsAsync(
            """{"id":"f","type":"forEach","each":"input","maxItems":2000,"concurrency":20,"collect":"${steps.t.output}","steps":[{"id":"t","type":"tool","tool":"t","arguments":{"n":"${item}"}}]}""",
            """["${size(steps.f.output.items)}","${steps.f.output.items[999]}","${steps.f.output.count}"]""",
            $$"""{"input":[{{numbers}}],"tools":{"t":[{{numbers}}]} }""",
            """{"steps":5000}""");
        Assert.Equal("[1000,999,1000]", report.Output());
    }

    /// <summary>What is large travels as a reference, wherever it is used: in arguments, conditions, lists and the output.</summary>
    [Fact]
    public async Task LargeValues_AreUsedLikeSmallOnes()
    {
        var large = string.Join(',', Enumerable.Range(0, 3_000).Select(static n => $$"""{"n":{{n}},"text":"{{new string('x', 20)}}"}"""));
        var report = await Trial.StepsAsync(
            """
            {"id":"a","type":"tool","tool":"t"},
            {"id":"b","type":"set","values":{"copy":"${steps.a.output}","first":"${steps.a.output.rows[0].n}","last":0}},
            {"id":"c","type":"tool","tool":"u","arguments":{"all":"${vars.copy.rows}"},"if":"size(steps.a.output.rows) == 3000 and vars.first == 0"},
            {"id":"f","type":"forEach","each":"vars.copy.rows","maxItems":5000,"concurrency":50,"collect":"${item.n}","steps":[{"id":"x","type":"set","values":{"last":"${item.n}"}}]}
            """,
            """{"n":"${size(steps.c.output.all)}","last":"${vars.last}","items":"${steps.f.output.items[2999]}","size":"${size(input)}"}""",
            $$"""{"input":"{{new string('i', 40_000)}}","tools":{"t":[{"rows":[{{large}}]}],"u":[{"all":[1,2,3]}]} }""",
            """{"steps":5000}""");
        Assert.Equal("""{"n":3,"last":2999,"items":2999,"size":40000}""", report.Output());
    }

    [Fact]
    public async Task Trial_Again_GivesTheSameByteForByte()
    {
        const string Steps = """{"id":"p","type":"parallel","branches":{"a":[{"id":"x","type":"tool","tool":"t"},{"id":"w","type":"timer","duration":"00:01:00"}],"b":[{"id":"y","type":"agent","agent":"q","input":"hi"}]}},{"id":"ok","type":"approval","action":{"a":1}}""";
        const string Script = """{"model":["hello"],"tools":{"t":[1]},"approvals":{"ok":"approve"}}""";
        var first = await Trial.StepsAsync(Steps, "\"${steps.p.output}\"", Script);
        Assert.Equal(first.GetRawText(), (await Trial.StepsAsync(Steps, "\"${steps.p.output}\"", Script)).GetRawText());
    }

    [Fact]
    public async Task Script_MissingAndUnusedAnswers_AreReported()
    {
        var report = await Trial.StepsAsync("""{"id":"x","type":"tool","tool":"t"},{"id":"y","type":"tool","tool":"u"}""", "1", """{"tools":{"t":[1,2,3]},"model":["never"],"asks":{"q":1},"events":[{"name":"late","at":"10:00:00"}]}""");
        Assert.Equal("""[{"step":"y","kind":"tool","name":"u"}]""", report.GetProperty("missing").GetRawText());
        Assert.Equal("""{"asks/q":1,"model":1,"tools/t":2,"events/late":1}""", report.GetProperty("unused").GetRawText());
    }
}
