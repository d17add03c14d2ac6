using static AgentFunctions.Core.Tests.Definitions.DefinitionWorldInstance;

namespace AgentFunctions.Core.Tests.Definitions;

/// <summary>Every class of bad definition is refused when it is written, with the path of what is wrong.</summary>
public sealed class BadDefinitionTests
{
    private const string Ok = """{"id":"ok","type":"set","values":{"a":1}}""";

    /// <summary>steps, path, part of the message.</summary>
    public static TheoryData<string, string, string> Bad => new()
    {
        // Form.
        { """{"id":"a","type":"set"}""", "spec.steps[0].values", "required" },
        { """{"id":"a","type":"tool","arguments":{}}""", "spec.steps[0].tool", "required for type tool" },
        { """{"id":"a","type":"set","values":{},"tool":"orders.get"}""", "spec.steps[0].tool", "not for type set" },
        { """{"id":"a","type":"sets","values":{}}""", "spec.steps[0].type", "must be one of" },
        { """{"id":"9a","type":"set","values":{}}""", "spec.steps[0].id", "does not match" },
        { """{"id":"a","type":"set","values":{},"valeus":1}""", "spec.steps[0].valeus", "did you mean" },
        { """{"id":"ok","type":"set","values":{}},{"id":"ok","type":"set","values":{}}""", "spec.steps[1].id", "unique" },
        { """{"id":"p","type":"parallel","branches":{"l":[{"id":"x","type":"set","values":{}}],"r":[{"id":"x","type":"set","values":{}}]}}""", "spec.steps[0].branches.r[0].id", "unique" },
        { """{"id":"p","type":"parallel","branches":{"l":[{"id":"x","type":"set","values":{}}]}}""", "spec.steps[0].branches", "at least 2" },
        { """{"id":"p","type":"parallel","join":"count","count":3,"branches":{"l":[{"id":"x","type":"set","values":{}}],"r":[{"id":"y","type":"set","values":{}}]}}""", "spec.steps[0].count", "never succeed" },
        { """{"id":"t","type":"timer"}""", "spec.steps[0].duration", "required" },
        { """{"id":"t","type":"timer","duration":"soon"}""", "spec.steps[0].duration", "must be a duration" },
        { """{"id":"t","type":"timer","until":"2026-01-01"}""", "spec.steps[0].until", "must be a time" },
        { """{"id":"t","type":"timer","duration":"${input.order.total}"}""", "spec.steps[0].duration", "must be a duration" },
        { """{"id":"t","type":"set","values":{},"retry":{"attempts":2}}""", "spec.steps[0].retry", "not for type set" },
        { """{"id":"t","type":"try","steps":[{"id":"x","type":"set","values":{}}]}""", "spec.steps[0].catch", "required" },
        { """{"id":"t","type":"wait","event":"e","onTimeout":"continue"}""", "spec.steps[0].timeout", "required" },
        { """{"id":"t","type":"ask","prompt":"p","schema":{"type":"whatever"}}""", "spec.steps[0].schema.type", "must be one of" },
        { """{"id":"e","type":"end","output":1,"error":"x"}""", "spec.steps[0].error", "exclude" },
        { """{"id":"l","type":"loop","while":"true","steps":[{"id":"x","type":"set","values":{}}]}""", "spec.steps[0].maxIterations", "required" },
        { """{"id":"l","type":"forEach","each":"input.list","steps":[{"id":"x","type":"set","values":{}}]}""", "spec.steps[0].maxItems", "required" },
        { """{"id":"l","type":"forEach","each":"input.list","maxItems":5,"as":"steps","steps":[{"id":"x","type":"set","values":{}}]}""", "spec.steps[0].as", "meaning of its own" },

        // Unknown agents, tools, workflows.
        { """{"id":"a","type":"tool","tool":"orders.delete"}""", "spec.steps[0].tool", "does not exist" },
        { """{"id":"a","type":"tool","tool":"orders.refund","arguments":{"id":"1"}}""", "spec.steps[0].tool", "not among the tools of agents/triage" },
        { """{"id":"a","type":"agent","agent":"nobody"}""", "spec.steps[0].agent", "does not exist" },
        { """{"id":"a","type":"handOff","agent":"nobody"}""", "spec.steps[0].agent", "does not exist" },
        { """{"id":"a","type":"handOff","agent":"taker"}""", "spec.steps[0].input", "is wanted" },
        { """{"id":"a","type":"handOff","agent":"taker","input":{}}""", "spec.steps[0].input.order", "is required" },
        { """{"id":"a","type":"handOff","agent":"taker","input":{"order":5}}""", "spec.steps[0].input.order", "is wanted" },
        { """{"id":"a","type":"agent","agent":"taker","input":"order 5"}""", "spec.steps[0].input", "is wanted" },
        { """{"id":"a","type":"workflow","workflow":"nothing"}""", "spec.steps[0].workflow", "does not exist" },
        { """{"id":"p","type":"parallel","branches":{"left":[{"id":"x","type":"tool","tool":"nope"}],"right":[{"id":"y","type":"set","values":{}}]}}""", "spec.steps[0].branches.left[0].tool", "does not exist" },

        // Expressions: form, paths, types.
        { """{"id":"a","type":"set","values":{},"if":"input.order.id = 'x'"}""", "spec.steps[0].if", "at character 16" },
        { """{"id":"a","type":"set","values":{},"if":"${input.flag}"}""", "spec.steps[0].if", "without ${ }" },
        { """{"id":"a","type":"set","values":{},"if":"input.oder.id == 'x'"}""", "spec.steps[0].if", "did you mean 'order'" },
        { """{"id":"a","type":"set","values":{},"if":"input.order.id"}""", "spec.steps[0].if", "true or false" },
        { """{"id":"a","type":"set","values":{},"if":"input.order.total > '5'"}""", "spec.steps[0].if", "orders a number and a text" },
        { """{"id":"a","type":"set","values":{},"if":"input.order.kind == 'c'"}""", "spec.steps[0].if", "never equal" },
        { """{"id":"a","type":"set","values":{},"if":"input.order.id == 5"}""", "spec.steps[0].if", "never equal" },
        { """{"id":"a","type":"set","values":{},"if":"inptu.flag"}""", "spec.steps[0].if", "did you mean 'input'" },
        { """{"id":"a","type":"set","values":{"x":["a",{"b":"${input.order.nope}"}]}}""", "spec.steps[0].values.x[1].b", "'nope' cannot exist" },
        { """{"id":"a","type":"set","values":{"x":"${input.flag"}}""", "spec.steps[0].values.x", "is not closed" },
        { """{"id":"a","type":"set","values":{"x":"${matches(input.order.id, '(a+)+\\\\1')}"}}""", "spec.steps[0].values.x", "linear time" },
        { """{"id":"a","type":"set","values":{"x":"${inCidr('nowhere', '10.0.0.0/8')}"}}""", "spec.steps[0].values.x", "fails on a sample input" },
        { """{"id":"l","type":"forEach","each":"input.order","maxItems":5,"steps":[{"id":"x","type":"set","values":{}}]}""", "spec.steps[0].each", "a list is wanted" },
        { """{"id":"l","type":"forEach","each":"input.list","maxItems":5,"steps":[{"id":"x","type":"set","values":{"y":"${item.name}"}}]}""", "spec.steps[0].steps[0].values.y", "'name' cannot exist" },
        { """{"id":"w","type":"wait","event":"e","filter":"evnt.x == 1"}""", "spec.steps[0].filter", "did you mean 'event'" },
        { """{"id":"a","type":"agent","agent":"triage","input":"x"},{"id":"b","type":"set","values":{},"if":"steps.a.output.label == 'refnud'"}""", "spec.steps[1].if", "never equal" },

        // Arguments and inputs that cannot fit.
        { """{"id":"a","type":"tool","tool":"orders.get","arguments":{}}""", "spec.steps[0].arguments.id", "is required" },
        { """{"id":"a","type":"tool","tool":"orders.get","arguments":{"id":"1","nr":2}}""", "spec.steps[0].arguments.nr", "unknown field" },
        { """{"id":"a","type":"tool","tool":"orders.get","arguments":{"id":"${input.order.total}"}}""", "spec.steps[0].arguments.id", "a text is wanted" },
        { """{"id":"a","type":"tool","tool":"orders.get","arguments":{"id":"1","state":"opened"}}""", "spec.steps[0].arguments.state", "is wanted" },
        { """{"id":"a","type":"tool","tool":"orders.get","arguments":{"id":"1","limit":"${steps.b.output}"}},{"id":"b","type":"set","values":{}}""", "spec.steps[0].arguments.limit", "comes later" },
        { """{"id":"a","type":"workflow","workflow":"small","input":{"n":"${input.order.id}"}}""", "spec.steps[0].input.n", "a number is wanted" },
        { """{"id":"a","type":"workflow","workflow":"small","input":{}}""", "spec.steps[0].input.n", "is required" },

        // Steps that cannot have run.
        { """{"id":"a","type":"set","values":{"x":"${steps.b.status}"}},{"id":"b","type":"set","values":{}}""", "spec.steps[0].values.x", "comes later" },
        { """{"id":"a","type":"set","values":{"x":"${steps.a.status}"}}""", "spec.steps[0].values.x", "comes later" },
        { """{"id":"a","type":"set","values":{"x":"${steps.zzz.status}"}}""", "spec.steps[0].values.x", "cannot exist" },
        { """{"id":"s","type":"switch","cases":[{"when":"input.flag","steps":[{"id":"x","type":"set","values":{}}]}],"default":[{"id":"y","type":"set","values":{"z":"${steps.x.status}"}}]}""", "spec.steps[0].default[0].values.z", "another path" },
        { """{"id":"p","type":"parallel","branches":{"l":[{"id":"x","type":"set","values":{}}],"r":[{"id":"y","type":"set","values":{"z":"${steps.x.status}"}}]}}""", "spec.steps[0].branches.r[0].values.z", "another path" },
        { """{"id":"f","type":"forEach","each":"input.list","maxItems":9,"steps":[{"id":"x","type":"set","values":{}}]},{"id":"y","type":"set","values":{"z":"${steps.x.status}"}}""", "spec.steps[1].values.z", "once for each entry" },
        { """{"id":"a","type":"set","values":{"x":"${vars.y}"}},{"id":"b","type":"set","values":{"y":1}}""", "spec.steps[0].values.x", "set later" },

        // Steps that are never reached.
        { """{"id":"h","type":"handOff","agent":"triage"},{"id":"x","type":"set","values":{}}""", "spec.steps[1]", "never reached" },
        { """{"id":"e","type":"end"},{"id":"x","type":"set","values":{}}""", "spec.steps[1]", "never reached" },
        { """{"id":"s","type":"switch","cases":[{"when":"input.flag","steps":[{"id":"e1","type":"end"}]}],"default":[{"id":"h","type":"handOff","agent":"triage"}]},{"id":"x","type":"set","values":{}}""", "spec.steps[1]", "never reached" },
        { """{"id":"x","type":"set","values":{},"if":"false"}""", "spec.steps[0].if", "always false" },
        { """{"id":"x","type":"set","values":{},"if":"1 > 2 and true"}""", "spec.steps[0].if", "always false" },
        { """{"id":"s","type":"switch","cases":[{"when":"true","steps":[{"id":"x","type":"set","values":{}}]},{"when":"input.flag","steps":[{"id":"y","type":"set","values":{}}]}]}""", "spec.steps[0].cases[1].when", "never reached" },
        { """{"id":"s","type":"switch","cases":[{"when":"true","steps":[{"id":"x","type":"set","values":{}}]}],"default":[{"id":"y","type":"set","values":{}}]}""", "spec.steps[0].default", "never reached" },
        { """{"id":"s","type":"switch","cases":[{"when":"false","steps":[{"id":"x","type":"set","values":{}}]}]}""", "spec.steps[0].cases[0].when", "never taken" },
        { """{"id":"l","type":"loop","while":"false","maxIterations":5,"steps":[{"id":"x","type":"set","values":{}}]}""", "spec.steps[0].while", "never entered" },
        { """{"id":"l","type":"loop","while":"input.flag","maxIterations":5,"steps":[{"id":"x","type":"end"}]}""", "spec.steps[0].steps", "nothing to repeat" },
        { """{"id":"p","type":"parallel","branches":{"l":[{"id":"x","type":"end"}],"r":[{"id":"y","type":"set","values":{}}]}}""", "spec.steps[0].branches.l[0]", "ends the whole run" },
        { """{"id":"f","type":"forEach","each":"input.list","maxItems":9,"steps":[{"id":"x","type":"handOff","agent":"triage"}]}""", "spec.steps[0].steps[0]", "ends the whole run" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Put_BadDefinition_IsRefusedWithItsPath(string steps, string path, string message)
    {
        var findings = await FindingsAsync(Spec(steps));
        Assert.True(findings.Any(f => f.Path == path && f.Message.Contains(message, StringComparison.Ordinal)), $"wanted {path}: {message}; found {string.Join(" | ", findings.Select(f => $"{f.Path}: {f.Message}"))}");
    }

    [Theory]
    [InlineData("""{"steps":[{"id":"a","type":"tool","tool":"orders.get","arguments":{"id":"1"}}]}""", "spec.agent", "is required")]
    [InlineData("""{"steps":[{"id":"a","type":"set","values":{}}],"input":{"type":"object","proprties":{}}}""", "spec.input.proprties", "did you mean")]
    [InlineData("""{"steps":[{"id":"a","type":"set","values":{}}],"output":"${steps.b.output}"}""", "spec.output", "cannot exist")]
    [InlineData("""{"steps":[{"id":"a","type":"end","output":1}],"output":"${steps.a.output}"}""", "spec.output", "never used")]
    [InlineData("""{"steps":[{"id":"a","type":"set","values":{"n":1}}],"output":{"n":"x"},"outputSchema":{"type":"object","properties":{"n":{"type":"number"}}}}""", "spec.output.n", "a number is wanted")]
    [InlineData("""{"steps":[{"id":"a","type":"set","values":{}}],"limits":{"deadline":"999.00:00:00"}}""", "spec.limits.deadline", "365 days")]
    [InlineData("""{"steps":[]}""", "spec.steps", "at least 1")]
    [InlineData("""{"steps":[{"id":"a","type":"set","values":{}}],"agent":"nobody"}""", "spec.agent", "does not exist")]
    [InlineData("""{"team":"support","agent":"triage","steps":[{"id":"a","type":"set","values":{}}]}""", "spec.agent", "no agent of teams/support")]
    [InlineData("""{"team":"support","steps":[{"id":"a","type":"agent","agent":"clerk"}]}""", "spec.steps[0].agent", "no agent of teams/support")]
    [InlineData("""{"team":"support","steps":[{"id":"a","type":"workflow","workflow":"small","input":{"n":1}}]}""", "spec.steps[0].workflow", "no workflow of teams/support")]
    public async Task Put_BadSpec_IsRefusedWithItsPath(string spec, string path, string message)
    {
        var findings = await FindingsAsync(spec);
        Assert.True(findings.Any(f => f.Path == path && f.Message.Contains(message, StringComparison.Ordinal)), $"wanted {path}: {message}; found {string.Join(" | ", findings.Select(f => $"{f.Path}: {f.Message}"))}");
    }

    [Fact]
    public async Task Put_AgentThatThereIsNotInATeam_IsSaidOnce() =>
        Assert.Contains("does not exist", Assert.Single(await FindingsAsync("""{"team":"support","steps":[{"id":"a","type":"handOff","agent":"nobody"}]}""")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Put_ManyMistakes_AllAreReported()
    {
        var findings = await FindingsAsync(Spec("""
            {"id":"a","type":"tool","tool":"nope"},
            {"id":"a","type":"agent","agent":"nobody","if":"input.nope"},
            {"id":"c","type":"set","values":{"x":"${steps.z}"}},
            {"id":"d","type":"workflow","workflow":"nothing","if":"false"}
            """));
        Assert.Superset(
            new HashSet<string> { "spec.steps[0].tool", "spec.steps[1].id", "spec.steps[1].agent", "spec.steps[1].if", "spec.steps[2].values.x", "spec.steps[3].workflow", "spec.steps[3].if" },
            findings.Select(f => f.Path).ToHashSet());
    }

    [Fact]
    public async Task Put_TooDeepOrTooMany_IsRefused()
    {
        var deep = Ok;
        for (var i = 0; i < 6; i++) deep = $$"""{"id":"l{{i}}","type":"loop","while":"input.flag","maxIterations":2,"steps":[{{deep}}]}""";
        Assert.Contains(await FindingsAsync(Spec(deep)), f => f.Message.Contains("levels deep", StringComparison.Ordinal));
        Assert.Empty(await FindingsAsync(Spec(deep[deep.IndexOf("""{"id":"l4""", StringComparison.Ordinal)..^2])));

        var many = string.Join(',', Enumerable.Range(0, 3).Select(p => $$"""{"id":"p{{p}}","type":"loop","while":"input.flag","maxIterations":2,"steps":[{{string.Join(',', Enumerable.Range(0, 100).Select(i => $$$"""{"id":"s{{{p}}}_{{{i}}}","type":"set","values":{}}"""))}}]}"""));
        Assert.Contains(await FindingsAsync(Spec(many)), f => f.Path == "spec.steps[1].steps[98]" && f.Message.Contains("one step too many", StringComparison.Ordinal));
    }
}
