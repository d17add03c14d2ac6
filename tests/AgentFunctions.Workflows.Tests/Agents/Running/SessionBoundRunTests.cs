using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Sessions;
using AgentFunctions.Core.Sessions.Messages;
using AgentFunctions.Core.Sessions.Reading;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Workflows.Tests.Agents.Running;

/// <summary>Runs of sessions that hold as much as they may.</summary>
public sealed class SessionBoundRunTests
{
    [Fact]
    public async Task Run_WhoseInputAndAnswerAreTooLargeAMessage_IsCutInItsSessionAlone()
    {
        await using var app = await StartAsync(new string('é', 3000));
        Limits(app).MaxMessageBytes = 2048;

        var run = await app.RunAsync(input: JsonSerializer.Serialize(new string('x', 4000)), session: "s1");

        Assert.Equal(RunStatus.Succeeded, run.Run.Status);
        Assert.Contains(new string('x', 4000), app.Model.Bodies.Single().GetRawText(), StringComparison.Ordinal);
        var messages = await MessagesAsync(app);
        Assert.Equal(["user", "assistant"], messages.Select(static message => message.Role));
        Assert.All(messages, static message => Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(message.Message).Length, 400, 2048));
        Assert.All(messages, static message => Assert.EndsWith("000 characters in all; the run holds them]", message.Message.GetProperty("content").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_OfASessionThatIsFull_Fails_AndTheOneThatFilledItDoesNot()
    {
        await using var app = await StartAsync("Yes.");
        Limits(app).MaxBytes = 3000;

        var runs = new List<(RunStatus, string?)>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            app.Time.Advance(TimeSpan.FromSeconds(1));
            var run = await app.RunAsync(input: JsonSerializer.Serialize(new string('x', 2000)), session: "s1");
            runs.Add((run.Run.Status, run.Error?.Code));
        }

        Assert.Equal([(RunStatus.Succeeded, null), (RunStatus.Succeeded, null), (RunStatus.Failed, ErrorCodes.SessionFull), (RunStatus.Failed, ErrorCodes.SessionFull)], runs);
        Assert.Equal(4, (await MessagesAsync(app)).Count);
    }

    private static async Task<AgentApp> StartAsync(string answer)
    {
        var app = await AgentApp.StartAsync();
        await app.DeclareAgentAsync();
        app.Model.Answer = (_, _) => new((Outcome<JsonNodeReply>)ScriptedModel.Text(answer));
        return app;
    }

    private static SessionOptions Limits(AgentApp app) => app.Services.GetRequiredService<IOptions<SessionOptions>>().Value;

    private static async Task<IReadOnlyList<SessionMessage>> MessagesAsync(AgentApp app)
    {
        var session = await app.Services.GetRequiredService<SessionReader>().FindAsync(new SessionBinding(Tenants.Default, "triage", null, "s1"), CancellationToken.None);
        return (await app.Services.GetRequiredService<SessionMessages>().ListAsync(session!, null, false, 500, CancellationToken.None)).Items;
    }
}
