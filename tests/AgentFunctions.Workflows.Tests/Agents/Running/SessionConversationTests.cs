using System.Text.Json;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>Runs whose input is a conversation that their session holds already, as clients of chat completions send it.</summary>
public sealed class SessionConversationTests
{
    private const string Q1 = "user: Where is my order?";
    private const string Q2 = "user: And when does it come?";
    private const string Yes = "assistant: It is on its way.";

    [Theory]
    [InlineData(Q1, Yes, Q2)]
    [InlineData(Q2)]
    [InlineData("system: You are kind.", Q1, Yes, Q2)]
    [InlineData("system: You are kind.", Q2)]
    [InlineData("developer: Be exact.", "system: You are kind.", Q1, "assistant: Something else.", Q2)]
    public async Task Run_WithWhatItsSessionHolds_AddsOnlyWhatIsNew(params string[] second)
    {
        await using var app = await StartAsync();
        var told = second.Where(static said => !said.StartsWith("user", StringComparison.Ordinal) && !said.StartsWith("assistant", StringComparison.Ordinal)).ToArray();
        await RunAsync(app, [.. told, Q1]);
        await RunAsync(app, second);

        string[] expected = [.. told, Q1, Yes, Q2, Yes];
        Assert.Equal(expected, await HeldAsync(app));
        Assert.Equal(["system: Be brief.", .. expected[..^1]], Shown(app));
    }

    [Fact]
    public async Task Run_OfAnEmptySession_TakesAllOfIt()
    {
        await using var app = await StartAsync();
        await RunAsync(app, "user: Hi", "assistant: Hello.", Q1);

        Assert.Equal(["user: Hi", "assistant: Hello.", Q1, Yes], await HeldAsync(app));
    }

    [Fact]
    public async Task Run_ThatGotNoAnswer_SentAgain_StandsOnce()
    {
        await using var app = await StartAsync();
        app.Model.Answer = static (_, _) => new(new Core.Errors.ApiError(400, "invalid_request", "no"));
        await RunAsync(app, Q1);
        Assert.Equal([Q1], await HeldAsync(app));
        Answer(app);
        await RunAsync(app, Q1, Q2);

        Assert.Equal([Q1, Q2, Yes], await HeldAsync(app));
        Assert.Equal(["system: Be brief.", Q1, Q2], Shown(app));
    }

    [Fact]
    public async Task Run_WithOtherInstructions_PutsThemInThePlaceOfThoseBefore()
    {
        await using var app = await StartAsync();
        await RunAsync(app, "system: It is Monday.", Q1);
        await RunAsync(app, "system: It is Tuesday.", Q1, Yes, Q2);
        Assert.Equal(["system: Be brief.", Q1, Yes, "system: It is Tuesday.", Q2], Shown(app));
        await RunAsync(app, "user: Thanks.");

        Assert.Equal(["system: Be brief.", Q1, Yes, "system: It is Tuesday.", Q2, Yes, "user: Thanks."], Shown(app));
        Assert.Equal(["system: It is Monday.", Q1, Yes, "system: It is Tuesday.", Q2, Yes, "user: Thanks.", Yes], await HeldAsync(app));
    }

    [Fact]
    public async Task Run_EndingInItsOwnAnswer_IsAskedForWhatItAnswers()
    {
        await using var app = await StartAsync();
        await RunAsync(app, Q1);
        await RunAsync(app, Q1, Yes, Q2, "assistant: It comes on");

        Assert.Equal([Q1, Yes, Q2, "assistant: It comes on", Yes], await HeldAsync(app));
    }

    [Fact]
    public async Task Run_OfTextOnly_IsNewWhateverIsHeld()
    {
        await using var app = await StartAsync();
        foreach (var _ in Enumerable.Range(0, 2)) await app.RunAsync(input: "\"Next\"", session: "s1");

        Assert.Equal(["user: Next", Yes, "user: Next", Yes], await HeldAsync(app));
    }

    [Fact]
    public async Task Run_InstructionsThatAreNotBelieved_AreNotRepeated()
    {
        await using var app = await StartAsync(""","userInput":"untrusted" """);
        await RunAsync(app, "system: You are kind.", Q1);
        await RunAsync(app, "system: You are kind.", Q1, Yes, Q2);

        Assert.Equal(["user: You are kind.", Q1, Yes, Q2, Yes], await HeldAsync(app));
    }

    private static async Task<AgentApp> StartAsync(string more = "")
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync(more: more);
        Answer(app);
        return app;
    }

    private static void Answer(AgentApp app) => app.Model.Answer = static (_, _) => new((Core.Errors.Outcome<JsonNodeReply>)ScriptedModel.Text("It is on its way."));

    private static async Task RunAsync(AgentApp app, params string[] said)
    {
        var messages = said.Select(static text => text.Split(": ", 2)).Select(static parts => new { role = parts[0], content = parts[1] });
        await app.RunAsync(input: JsonSerializer.Serialize(new { messages }), session: "s1");
        app.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<string[]> HeldAsync(AgentApp app)
    {
        var session = await app.Services.GetRequiredService<SessionReader>().FindAsync(new SessionBinding(Tenants.Default, "triage", null, "s1"), CancellationToken.None);
        return [.. (await app.Services.GetRequiredService<SessionMessages>().ListAsync(session!, null, false, 500, CancellationToken.None)).Items.Select(static m => $"{m.Role}: {m.Message.GetProperty("content")}")];
    }

    private static string[] Shown(AgentApp app) => [.. app.Model.Bodies.Last().GetProperty("messages").EnumerateArray().Select(static m => $"{m.GetProperty("role")}: {m.GetProperty("content")}")];
}
