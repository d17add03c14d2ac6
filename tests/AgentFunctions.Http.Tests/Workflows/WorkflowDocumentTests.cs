using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AgentFunctions.Http.Tests.Resources;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.Http.Tests.Workflows;

/// <summary>What docs/workflow-definitions.md shows is taken by the server as it is printed, and its tests pass.</summary>
public sealed partial class WorkflowDocumentTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "docs", "workflow-definitions.md")).ReplaceLineEndings("\n");
    private static readonly IReadOnlyList<JsonElement> Blocks = [.. JsonBlock().Matches(Text).Select(static m => JsonDocument.Parse(m.Groups["json"].Value).RootElement)];

    [Fact]
    public async Task Document_Workflow_IsTakenAndItsTestsPass()
    {
        await using var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        var set = Assert.Single(Blocks, static b => b.TryGetProperty("items", out _));
        var declared = await app.SendAsync(HttpMethod.Put, "/api/resources", set.GetRawText());
        Assert.True(declared.Status == HttpStatusCode.OK, declared.Text);
        var resource = Assert.Single(Blocks, static b => b.TryGetProperty("spec", out _));
        var written = await app.SendAsync(HttpMethod.Put, $"/api/workflows/{resource.GetProperty("id").GetString()}", resource.GetRawText());
        Assert.True(written.Status == HttpStatusCode.Created, written.Text);

        var file = Assert.Single(Blocks, static b => b.TryGetProperty("tests", out _));
        Assert.Equal(resource.GetProperty("id").GetString(), file.GetProperty("workflow").GetString());
        Assert.Equal(3, file.GetProperty("tests").EnumerateObject().Count());
        foreach (var test in file.GetProperty("tests").EnumerateObject())
        {
            var report = (await app.PostAsync($"/api/workflows/{file.GetProperty("workflow").GetString()}/test", test.Value.GetRawText())).Json;
            Assert.True(report.GetProperty("passed").GetBoolean(), $"{test.Name}: {report.GetRawText()}");
        }
    }

    [Fact]
    public async Task Document_EveryStep_IsTaken()
    {
        await using var app = await StartAsync();
        var steps = Blocks.Where(static b => b.TryGetProperty("type", out _)).ToList();
        Assert.True(steps.Count >= 6, $"only {steps.Count} steps were found");
        foreach (var step in steps)
        {
            var written = await app.PutSpecAsync("workflows", "w-" + step.GetProperty("id").GetString(), $$"""{"agent":"clerk","steps":[{{step.GetRawText()}}]}""");
            Assert.True(written.Status == HttpStatusCode.Created, $"{step.GetProperty("id")}: {written.Text}");
        }
    }

    [Fact]
    public void Document_EveryTypeOfStep_HasItsRow()
    {
        using var schema = JsonDocument.Parse(Core.Resources.Kinds.ResourceKinds.Workflows.SchemaJson);
        var types = schema.RootElement.GetProperty("definitions").GetProperty("step").GetProperty("properties").GetProperty("type").GetProperty("enum");
        Assert.All(types.EnumerateArray(), static type => Assert.Contains($"\n| `{type.GetString()}` | ", Text, StringComparison.Ordinal));
    }

    private static async Task<ControlApp> StartAsync()
    {
        var app = await ControlApp.StartAsync();
        await app.DeclareDemoAsync();
        string[] tools = ["stock.get", "jobs.get"];
        foreach (var tool in tools)
        {
            var written = await app.PutSpecAsync("tools", tool, $$"""{"type":"http","description":"d","inputSchema":{"type":"object","additionalProperties":true},"request":{"method":"POST","url":"https://tools.example.com/{{tool}}" },"sideEffect":"reversible","idempotent":true}""");
            Assert.True(written.Status == HttpStatusCode.Created, written.Text);
        }

        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("agents", "clerk", $$"""{"models":["sim-small"],"tools":{{JsonSerializer.Serialize(tools)}} }""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("agents", "billing", """{"models":["sim-small"]}""")).Status);
        Assert.Equal(HttpStatusCode.Created, (await app.PutSpecAsync("workflows", "general", """{"steps":[{"id":"s","type":"set","values":{}}]}""")).Status);
        return app;
    }

    [GeneratedRegex(@"```json\n(?<json>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();
}
