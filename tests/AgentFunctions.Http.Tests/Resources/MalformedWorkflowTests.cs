namespace AgentFunctions.Http.Tests.Resources;

/// <summary>The same for workflows, hostile expressions among them.</summary>
public sealed class MalformedWorkflowTests
{
    private const string Set = """{"id":"s","type":"set","values":{"a":1}}""";

    /// <summary>Steps, path of the finding, words of the cure.</summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "", "spec.steps", "at least 1" },
        { """{"id":"a","type":"sett","values":{}}""", "spec.steps[0].type", "must be one of" },
        { """{"id":"a","type":"set"}""", "spec.steps[0].values", "is required for type set" },
        { """{"id":"a","type":"set","values":{},"valeus":"PASTED"}""", "spec.steps[0].valeus", "did you mean 'values'" },
        { Set + "," + Set, "spec.steps[1].id", "unique" },
        { """{"id":"a","type":"tool","tool":"gone"}""", "spec.steps[0].tool", "does not exist" },
        { """{"id":"a","type":"agent","agent":"gone"}""", "spec.steps[0].agent", "does not exist" },
        { """{"id":"a","type":"workflow","workflow":"gone"}""", "spec.steps[0].workflow", "does not exist" },
        { """{"id":"a","type":"workflow","workflow":"x"}""", "spec.steps[0].workflow", "workflows/x -> workflows/x" },
        { """{"id":"a","type":"loop","while":"input.go","steps":[{"id":"b","type":"set","values":{}}]}""", "spec.steps[0].maxIterations", "is required" },
        { """{"id":"a","type":"forEach","each":"input","steps":[{"id":"b","type":"set","values":{}}]}""", "spec.steps[0].maxItems", "is required" },
        { """{"id":"a","type":"end"},""" + Set, "spec.steps[1]", "never reached" },
        { """{"id":"a","type":"set","values":{"x":"${vars.later}"}},{"id":"b","type":"set","values":{"later":1}}""", "spec.steps[0].values.x", "set later" },
        { """{"id":"a","type":"set","values":{"x":"${steps.s.output}"}},""" + Set, "spec.steps[0].values.x", "comes later" },
        { Set + ",{\"id\":\"b\",\"type\":\"set\",\"values\":{},\"if\":\"steps.s.output.a > 'x'\"}", "spec.steps[1].if", "orders a number and a text" },
        { """{"id":"a","type":"set","values":{},"if":"input.x ="}""", "spec.steps[0].if", "at character" },

        // Hostile expressions.
        { If(new string('(', 65) + "true" + new string(')', 65)), "spec.steps[0].if", "nested more than 64" },
        { If("input." + new string('x', 16_400)), "spec.steps[0].if", "16384" },
        { If(string.Join(" and ", Enumerable.Repeat("input", 1_000))), "spec.steps[0].if", "more than 1000 parts" },
        { If(@"matches(input, '(a+)+\\\\1')"), "spec.steps[0].if", "linear time" },
        { If("matches(input, '(?=a)b')"), "spec.steps[0].if", "linear time" },
        { If("matches(input, '(a{30}){30}')"), "spec.steps[0].if", "repeats too much" },
        { If($"matches(input, '{new string('a', 257)}')"), "spec.steps[0].if", "at most 256" },
        { If("input == 'x\u202e'"), "spec.steps[0].if", "U+202E" },
        { If("\u0456nput == 1"), "spec.steps[0].if", "plain ASCII" },
        { $$$"""{"id":"a","type":"set","values":{"x":"${input}{{{new string('x', 16_400)}}}"}}""", "spec.steps[0].values.x", "at most 16384 characters" },
        { $$$"""{"id":"a","type":"set","values":{"x":"{{{new string('x', 140_000)}}}"}}""", "spec", "larger than 128 KiB" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Put_Malformed_Is400WithPathAndCure(string steps, string path, string cure)
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        await MalformedResource.CheckAsync(app, "workflows", $$"""{"spec":{"agent":"demo","steps":[{{steps}}]} }""", path, cure);
    }

    private static string If(string expression) => $$"""{"id":"a","type":"set","values":{},"if":"{{expression}}" }""";
}
