using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Labels;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Starting;
using AgentFunctions.Core.Runs.Steps;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>Runs of a session, and runs whose context is made smaller.</summary>
public sealed class SessionRunTests
{
    private static readonly SessionBinding Session = new(Tenants.Default, "triage", null, "s1");

    [Fact]
    public async Task Run_OfASession_StartsFromItAndAppendsInputAndAnswerOnce()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Model.Answer = static (_, _) => new((Core.Errors.Outcome<JsonNodeReply>)ScriptedModel.Text("It is on its way."));
        await app.RunAsync(session: "s1");
        await app.RestartAsync();
        await app.RunAsync(input: "\"And when does it come?\"", session: "s1");

        var messages = await MessagesAsync(app);
        Assert.Equal(["user: Where is my order?", "assistant: It is on its way.", "user: And when does it come?", "assistant: It is on its way."], messages.Select(static m => $"{m.Role}: {m.Message.GetProperty("content")}"));
        Assert.Equal([1, 2, 3, 4], messages.Select(static m => m.Sequence));
        var shown = app.Model.Bodies.Last().GetProperty("messages").EnumerateArray().Select(static m => $"{m.GetProperty("role")}: {m.GetProperty("content")}");
        Assert.Equal(["system: Be brief.", "user: Where is my order?", "assistant: It is on its way.", "user: And when does it come?"], shown);
    }

    [Fact]
    public async Task Run_ThatSawWhatIsUntrusted_AnswersWhatIsWorthNoMore()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Model.Say(ScriptedModel.Call(("orders_get", "{}")), ScriptedModel.Text("done"));
        await app.RunAsync(session: "s1");

        Assert.Equal([Integrity.Trusted, Integrity.Untrusted], (await MessagesAsync(app)).Select(static m => m.Label.Integrity));
    }

    [Fact]
    public async Task Run_ForSomebody_SpeaksForThemInItsSession()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Model.Say(ScriptedModel.Text("done"));
        await app.EndAsync(await app.BeginAsync(new RunTarget(RunTargetKind.Agent, "triage"), "\"Where is my order?\"", session: "s1", endUser: "Ann Smith"));

        Assert.Equal(["Ann Smith", "Ann Smith"], (await MessagesAsync(app)).Select(static m => m.EndUser));
        Assert.Equal("Ann Smith", app.Model.Requests.Single().EndUser);
    }

    [Fact]
    public async Task Run_ToolThatDeclaresItsFields_IsShownThoseAndWhatSaysHowAThingStands()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareToolAsync("orders.find", ""","returns":{"fields":["total"]}""");
        await app.DeclareAgentAsync(more: ""","context":{"compression":{}}""");
        app.Tools.Result = static call => JsonSerializer.Serialize(Enumerable.Range(0, 40).Select(i => new { id = $"ORD-{i:D5}", total = (i * 3) + 700, blurb = call.Tool == "orders.find" ? $"some words about {i}" : $"the carrier told us {i * 31} things" }));
        app.Model.Say(ScriptedModel.Call(("orders_find", "{}")), ScriptedModel.Call(("orders_get", "{}")), ScriptedModel.Text("done"));

        await app.RunAsync();

        string[] shown = [.. app.Model.Bodies.Last().GetProperty("messages").EnumerateArray().Where(static m => m.GetProperty("role").GetString() == "tool").Select(static m => m.GetProperty("content").GetString()!)];
        Assert.Contains("(fields left out: blurb)", shown[0], StringComparison.Ordinal);
        Assert.DoesNotContain("some words", shown[0], StringComparison.Ordinal);
        foreach (var kept in (string[])["ORD-00007", "721"]) Assert.Contains(kept, shown[0], StringComparison.Ordinal);
        Assert.Contains("told us 217 things", shown[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ThatCompresses_IsShownLessAndMeasured()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync(more: ""","context":{"compression":{}}""");
        var result = JsonSerializer.Serialize(Enumerable.Range(0, 400).Select(static i => new { id = $"ORD-{i:D5}", status = "shipped", total = i * 3, note = (string?)null }));
        app.Tools.Result = _ => result;
        app.Model.Say([.. Enumerable.Range(0, 6).Select(static i => ScriptedModel.Call(("orders_find", $$"""{"id":"{{i}}"}"""))), ScriptedModel.Text("done")]);

        var run = await app.RunAsync();

        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.True(app.Model.Bodies.Last().GetRawText().Length < 6 * result.Length / 2);
        Assert.Contains("context_expand", app.Model.Bodies.Last().GetProperty("tools").GetRawText(), StringComparison.Ordinal);
        var context = run.Steps.Last(static step => step.Kind == RunStepKind.Model).Context;
        Assert.True(context!.TokensAfter < context.TokensBefore / 2, $"{context}");
        Assert.True(context.Pollution.DuplicateTokens > 0, $"{context}");
    }

    [Fact]
    public async Task Run_PinnedThatDoesNotFit_FailsAndSaysSo()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync(more: ""","context":{"budgetTokens":256}""");

        var run = await app.RunAsync(input: JsonSerializer.Serialize(new string('x', 4000)));

        Assert.Equal((RunStatus.Failed, "context_too_large"), (run.Run.Status, run.Error!.Code));
        Assert.Empty(app.Model.Bodies);
    }

    [Fact]
    public async Task Run_LeavesMessagesOut_ShowsWhatAModelWroteOfThemOnce()
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync(more: ""","context":{"budgetTokens":1000,"compression":{"summary":{"model":"m","maxTokens":100}}}""");
        static bool IsSummary(JsonElement body) => body.TryGetProperty("max_completion_tokens", out _);
        app.Model.Answer = static (body, _) => new((Core.Errors.Outcome<JsonNodeReply>)ScriptedModel.Text(IsSummary(body) ? "They spoke of ORD-7." : "Yes."));
        foreach (var i in Enumerable.Range(0, 6)) await app.RunAsync(input: JsonSerializer.Serialize($"{i} {new string('x', 900)}"), session: "s1");

        var shown = app.Model.Bodies.Last(static body => !IsSummary(body)).GetProperty("messages").GetRawText();

        Assert.Contains("They spoke of ORD-7.", shown, StringComparison.Ordinal);
        var asked = app.Model.Bodies.Where(IsSummary).Select(static body => body.GetRawText()).ToList();
        Assert.NotEmpty(asked);
        Assert.Equal(asked.Count, asked.Distinct().Count());
    }

    [Theory]
    [InlineData("""{"input":{"order":"7"}}""", RunStepStatus.Succeeded)]
    [InlineData("""{"input":"order 7, please"}""", RunStepStatus.Failed)]
    [InlineData("""{"input":{"ordre":"7"}}""", RunStepStatus.Failed)]
    public async Task Handoff_GoesByTheContract(string arguments, RunStepStatus expected)
    {
        await using var app = await AgentApp.StartAsync();
        await app.DeclareAsync("agents", "billing", """{"models":["m"],"context":{"handoff":{"type":"object","properties":{"order":{"type":"string"}},"required":["order"],"additionalProperties":false}}}""");
        await app.DeclareAgentAsync(more: ",\"agents\":[\"billing\"]");
        app.Model.Answer = (body, _) => new((Core.Errors.Outcome<JsonNodeReply>)(body.TryGetProperty("tools", out var tools) && ScriptedModel.TurnsOf(body) == 0 && tools.GetRawText().Contains("agent_billing", StringComparison.Ordinal) ? ScriptedModel.Call(("agent_billing", arguments)) : ScriptedModel.Text("done")));

        var run = await app.RunAsync();

        Assert.Equal(expected, run.Steps.Single(static step => step.Kind == RunStepKind.Agent).Status);
        Assert.Contains("\"order\"", app.Model.Bodies.First().GetProperty("tools").GetRawText(), StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<SessionMessage>> MessagesAsync(AgentApp app)
    {
        var session = await app.Services.GetRequiredService<SessionReader>().FindAsync(Session, CancellationToken.None);
        return (await app.Services.GetRequiredService<SessionMessages>().ListAsync(session!, null, false, 500, CancellationToken.None)).Items;
    }
}
