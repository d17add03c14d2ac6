using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Memory.Records;
using AgentFunctions.Core.Memory.Store.Writing;
using AgentFunctions.Core.Memory.Tools;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Tools.BuiltIn;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>A run on behalf of somebody is given what memory holds of that person and of nobody.</summary>
public sealed class MemoryScopeRunTests
{
    private const string Zoe = "zoe@example.com";

    [Theory]
    [InlineData(""","memory":{"recall":{"top":5}}""", Zoe, "8000 four")]
    [InlineData(""","memory":{"recall":{"top":5}}""", null, "4711 8000 four wrong")]
    [InlineData(""","memory":{"recall":{"top":5},"subjects":"all"}""", Zoe, "4711 8000 four wrong")]
    [InlineData(""","memory":{"recall":{"top":5},"subjects":"endUser"}""", "kim@example.com", "four")]
    public async Task Recall_ForSomebody_ShowsTheirsAndNobodys(string declared, string? endUser, string seen)
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync(more: declared);
        await RememberAsync(app, "My door code is 4711.", "bob@example.com");
        await RememberAsync(app, "My door code is 8000.", Zoe);
        await RememberAsync(app, "A door code has four digits.", null);
        await RememberAsync(app, "The door code of the porter was wrong.", "bob@example.com", isNegative: true);
        app.Model.Say(ScriptedModel.Text("done"));

        var run = await app.EndAsync(await app.BeginAsync(new RunTarget(RunTargetKind.Agent, "triage"), "\"What is the door code?\"", endUser: endUser));

        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        var shown = app.Model.Bodies.Single().GetRawText();
        Assert.Equal(seen.Split(' '), new[] { "4711", "8000", "four", "wrong" }.Where(word => shown.Contains(word, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false, "8000 four")]
    [InlineData(true, "4711 8000 four")]
    public async Task Tool_ForSomebody_FindsTheirsAndNobodys(bool seesEverybody, string found)
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await RememberAsync(app, "My door code is 4711.", "bob@example.com");
        await RememberAsync(app, "My door code is 8000.", Zoe);
        await RememberAsync(app, "A door code has four digits.", null);
        var call = new BuiltInToolCall(Tenants.Default, "triage", JsonDocument.Parse("""{"query":"door code"}""").RootElement, "k") { RunId = "r1", EndUser = Zoe, SeesEverybody = seesEverybody };

        var text = (await app.Services.GetRequiredService<BuiltInTools>().Find(MemorySearchTool.ToolName)!.InvokeAsync(call, CancellationToken.None)).Content.GetRawText();

        Assert.Equal(found.Split(' '), new[] { "4711", "8000", "four" }.Where(word => text.Contains(word, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Note_OfWhatTheRunWasGiven_UnderMoreAndMoreSubjects_IsRefusedSoon()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        await RememberAsync(app, "Kim ordered a green desk lamp with a walnut base.", "kim");
        var tools = app.Services.GetRequiredService<BuiltInTools>();
        await tools.Find(MemorySearchTool.ToolName)!.InvokeAsync(new BuiltInToolCall(Tenants.Default, "triage", Json("""{"query":"desk lamp"}"""), "k") { RunId = "r1" }, CancellationToken.None);
        List<BuiltInToolResult> noted = [];
        for (var i = 0; i < 30; i++)
        {
            var arguments = Json($$"""{"text":"Kim ordered a green desk lamp with a walnut base number {{i}}.","subject":"customer-{{i}}"}""");
            noted.Add(await tools.Find(MemoryNoteTool.ToolName)!.InvokeAsync(new BuiltInToolCall(Tenants.Default, "triage", arguments, $"k{i}") { RunId = "r1" }, CancellationToken.None));
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(static i => i >= 10), noted.Select(static result => result.IsError));
        Assert.Contains("MaxVariantsPerRun", noted[29].Content.GetRawText(), StringComparison.Ordinal);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static async Task RememberAsync(AgentApp app, string text, string? speaker, bool isNegative = false)
    {
        var draft = new MemoryDraft
        {
            Text = text, Kind = MemoryKind.Episodic, Label = new ContentLabel(Integrity.Trusted, Confidentiality.Internal), Source = new MemorySource(MemorySourceKind.Written, "principals/ops", null, null, true), Speaker = speaker, IsNegative = isNegative,
        };
        Assert.NotNull((await app.Services.GetRequiredService<MemoryWriter>().WriteAsync(Tenants.Default, "triage", [draft], CancellationToken.None))[0].Id);
    }
}
