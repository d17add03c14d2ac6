using System.Net;
using AgentFunctions.Http.Tests.Resources;

namespace AgentFunctions.Http.Tests.Tools;

/// <summary>An <c>Idempotency-Key</c> of a call that people must agree to: it is that call's from the first question on, whatever they say.</summary>
public sealed class ToolKeyReuseTests : IAsyncLifetime
{
    private const string Refund = """{"arguments":{"id":"7","amount":5}}""";
    private const string Other = """{"arguments":{"id":"7","amount":5000}}""";

    private static readonly (string, string) Key = ("Idempotency-Key", "refund-7");

    private ToolsApp _app = null!;
    private string _ann = "";

    public async Task InitializeAsync()
    {
        _app = await ToolsApp.StartAsync(people: true);
        _ann = await _app.AddAsync("ann", """{"type":"approver"}""");
        _app.Control.Time.Advance(TimeSpan.FromSeconds(3));
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("pending")]
    [InlineData("approved")]
    [InlineData("denied")]
    [InlineData("expired")]
    [InlineData("executed")]
    public async Task KeyOfACallThatPeopleWereAskedFor_WithOtherArguments_IsAConflictAtEveryState(string state)
    {
        var asked = await InvokeAsync(Refund);
        Assert.Equal(HttpStatusCode.Accepted, asked.Status);
        await BringAsync(asked, state);
        var sent = _app.Server.Calls.Count;

        var other = await InvokeAsync(Other);
        var withApproval = await InvokeAsync(With(asked, 5000));

        Assert.Equal((HttpStatusCode.Conflict, "idempotency_mismatch"), (other.Status, other.Code));
        Assert.Equal((HttpStatusCode.Conflict, "idempotency_mismatch"), (withApproval.Status, withApproval.Code));
        Assert.Equal(sent, _app.Server.Calls.Count);
        Assert.Single((await _app.Control.SendAsync(HttpMethod.Get, "/api/approvals", null, ControlApp.AdminKey)).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task SameKeyAndArguments_BeforeAndAfterTheDecision_AreTheSameApproval()
    {
        var asked = await InvokeAsync(Refund);
        var again = await InvokeAsync("""{"arguments":{"amount":5,"id":"7"}}""");
        await _app.ApproveAsync(asked, _ann);
        var approved = await InvokeAsync(Refund);
        var done = await InvokeAsync(With(asked, 5));
        var repeated = await InvokeAsync(Refund);

        Assert.Equal((Id(asked), Id(asked)), (Id(again), Id(approved)));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (done.Status, repeated.Status));
        Assert.True(repeated.Json.GetProperty("repeat").GetBoolean());
        Assert.Single(_app.Server.Calls);
    }

    [Fact]
    public async Task SameKeyTwiceAtOnce_WithDifferentArguments_AsksPeopleOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => InvokeAsync($$$"""{"arguments":{"id":"7","amount":{{{i}}}}}""")));

        Assert.Single(answers, static a => a.Status == HttpStatusCode.Accepted);
        Assert.All(answers.Where(static a => a.Status != HttpStatusCode.Accepted), static a => Assert.Equal("idempotency_mismatch", a.Code));
    }

    private async Task BringAsync(ControlApp.Answer asked, string state)
    {
        switch (state)
        {
            case "approved" or "executed":
                Assert.Equal(HttpStatusCode.OK, (await _app.ApproveAsync(asked, _ann)).Status);
                if (state == "executed") Assert.Equal(HttpStatusCode.OK, (await InvokeAsync(With(asked, 5))).Status);
                break;
            case "denied":
                var approval = asked.Json.GetProperty("approval");
                var denied = await _app.Control.SendAsync(HttpMethod.Post, "/api/approvals/" + Id(asked), $$"""{"decision":"deny","digest":"{{approval.GetProperty("digest").GetString()}}"}""", _ann);
                Assert.Equal(HttpStatusCode.OK, denied.Status);
                break;
            case "expired":
                _app.Control.Time.Advance(TimeSpan.FromHours(25));
                break;
        }
    }

    private Task<ControlApp.Answer> InvokeAsync(string body) => _app.InvokeAsync("refunds.create", body, null, Key);

    private static string? Id(ControlApp.Answer asked) => asked.Json.GetProperty("approval").GetProperty("id").GetString();

    private static string With(ControlApp.Answer asked, int amount) => $$$"""{"arguments":{"id":"7","amount":{{{amount}}}},"approvalId":"{{{Id(asked)}}}"}""";
}
