using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Declaration;

namespace AgentFunctions.Gateway.Tests.Tools;

/// <summary>What needs people is sent once, after they agreed, and only as it was when they did.</summary>
public sealed class ToolApprovalTests
{
    private const string Arguments = """{"id":"1","amount":5}""";

    [Fact]
    public async Task Irreversible_NotApproved_IsAskedAndNotSent()
    {
        await using var harness = await StartAsync();

        var approval = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1"));
        var again = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1"));
        var pending = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", approval.Id));

        Assert.Equal((approval.Id, approval.Id), (again.Id, pending.Id));
        Assert.Empty(harness.Server.Calls);
        var action = approval.Request.Action;
        Assert.Equal(("t.one", "POST", harness.Server.Url + "/do", """{"amount":5,"id":"1"}"""), (
            action.GetProperty("tool").GetString(), action.GetProperty("request").GetProperty("method").GetString(), action.GetProperty("request").GetProperty("url").GetString(),
            action.GetProperty("request").GetProperty("body").GetString()));
        Assert.Equal(("a", "etag-1", "etag-1"), (action.GetProperty("agent").GetString(), action.GetProperty("agentETag").GetString(), action.GetProperty("toolETag").GetString()));
        Assert.Equal(["principals/ann"], approval.Request.Rule.Approvers);
        Assert.Equal((2, TimeSpan.FromHours(2)), (approval.Request.Rule.Count, approval.Request.Rule.ExpiresAfter));
        Assert.Equal(("agent/a", "olga"), (approval.Request.RequestedBy, approval.Request.Owners.Single()));
        Assert.DoesNotContain(ToolHarness.Canary, action.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approved_SameCall_ExecutesOnce()
    {
        await using var harness = await StartAsync();
        var id = await ApprovedAsync(harness);

        Assert.False(ToolHarness.Result(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", id)).IsRepeat);
        Assert.True(ToolHarness.Result(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", id)).IsRepeat);
        Assert.Single(harness.Server.Calls);
    }

    /// <summary>A run that was rewound asks people again for what they refused before; within the same try it asks once.</summary>
    [Fact]
    public async Task Denied_AfterARewind_IsAskedAnew()
    {
        await using var harness = await StartAsync();
        var denied = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1")).Id;
        harness.Approvals.Deny(denied);
        Assert.Equal("approval_denied", ToolHarness.Code(await harness.InvokeAsync(Arguments, "run_1:s1", "s1")));

        var asked = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", rewinds: 1));
        var again = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", rewinds: 1));
        Assert.NotEqual(denied, asked.Id);
        Assert.Equal(asked.Id, again.Id);
        Assert.Empty(harness.Server.Calls);
        harness.Approvals.Approve(asked.Id);
        ToolHarness.Result(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", asked.Id, rewinds: 1));
        Assert.Single(harness.Server.Calls);
    }

    [Fact]
    public async Task Approved_UsedUnderAnotherKey_IsRefused()
    {
        await using var harness = await StartAsync();
        var id = ToolHarness.Asked(await harness.InvokeAsync(Arguments)).Id;
        harness.Approvals.Approve(id);

        ToolHarness.Result(await harness.InvokeAsync(Arguments, "k1", approval: id));
        Assert.Equal("approval_used", ToolHarness.Code(await harness.InvokeAsync(Arguments, "k2", approval: id)));
        Assert.Single(harness.Server.Calls);
    }

    [Theory]
    [InlineData("""{"id":"1","amount":6}""", "s1", "a", "run_1")]
    [InlineData("""{"id":"1"}""", "s1", "a", "run_1")]
    [InlineData(Arguments, "s2", "a", "run_1")]
    [InlineData(Arguments, "s1", "a", "run_2")]
    [InlineData(Arguments, "s1", "b", "run_1")]
    public async Task Approved_OtherArgumentsStepAgentOrRun_IsRefused(string arguments, string step, string agent, string run)
    {
        await using var harness = await StartAsync();
        harness.View.With("b", new AgentSpec { Tools = ["*"] });
        var id = await ApprovedAsync(harness);

        var error = Assert.IsType<ToolAnswer.Refused>(await harness.InvokeAsync(arguments, $"{run}:{step}", step, id, agent, run: run)).Error;

        Assert.Equal(agent == "a" ? "approval_stale" : ErrorCodes.NotFound, error.Code);
        Assert.Empty(harness.Server.Calls);
    }

    [Fact]
    public async Task Approved_SwappedForAnotherCallsApproval_IsRefused()
    {
        await using var harness = await StartAsync();
        var small = ToolHarness.Asked(await harness.InvokeAsync("""{"id":"1","amount":1}""", "run_1:s1", "s1")).Id;
        harness.Approvals.Approve(small);

        Assert.Equal("approval_stale", ToolHarness.Code(await harness.InvokeAsync("""{"id":"1","amount":1000}""", "run_1:s1", "s1", small)));
        Assert.Equal(ErrorCodes.NotFound, ToolHarness.Code(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", "apr_made_up")));
        Assert.Empty(harness.Server.Calls);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("schema")]
    [InlineData("url")]
    [InlineData("limit")]
    [InlineData("tool limit")]
    public async Task Approved_SomethingChangedSince_IsAskedAgain(string what)
    {
        await using var harness = await StartAsync();
        var id = await ApprovedAsync(harness);
        var quota = new QuotaSpec { Scope = "agents/a", Unit = LimitUnit.Usd, Window = LimitWindow.Day, Amount = "1" };
        _ = what switch
        {
            "agent" => harness.View.With("a", new AgentSpec { Tools = ["t.*", "more"], Owner = "olga" }, etag: "etag-2"),
            "schema" => Declare(harness, "etag-2").View,
            "url" => Declare(harness, "etag-1", "/elsewhere").View,
            "limit" => harness.View.With("q", quota),
            _ => harness.View.With("q", quota with { Scope = "tools/t.one", Unit = LimitUnit.Requests }),
        };

        var asked = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", id));

        Assert.NotEqual(id, asked.Id);
        Assert.Empty(harness.Server.Calls);
        harness.Approvals.Approve(asked.Id);
        ToolHarness.Result(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", asked.Id));
        Assert.Single(harness.Server.Calls);
    }

    [Fact]
    public async Task Action_ShowsLimitsOfMoneyInDollars()
    {
        await using var harness = await StartAsync();
        harness.View.With("q", new QuotaSpec { Scope = "agents/a", Unit = LimitUnit.Usd, Window = LimitWindow.Day, Amount = "12.50" });

        var action = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1")).Request.Action;

        var limit = Assert.Single(action.GetProperty("limits").EnumerateArray()).GetString();
        Assert.Contains(" 12.50 ", limit, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Denied_IsRefused()
    {
        await using var harness = await StartAsync();
        var id = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1")).Id;
        harness.Approvals.Deny(id);

        Assert.Equal("approval_denied", ToolHarness.Code(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", id)));
        Assert.Equal("approval_denied", ToolHarness.Code(await harness.InvokeAsync(Arguments, "run_1:s1", "s1")));
        Assert.Empty(harness.Server.Calls);
    }

    [Fact]
    public async Task Expired_IsRefused()
    {
        await using var harness = await StartAsync();
        var id = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1")).Id;
        harness.Approvals.Expire(id);

        Assert.Equal("approval_expired", ToolHarness.Code(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", id)));
        Assert.Empty(harness.Server.Calls);
    }

    [Fact]
    public async Task Approvals_OutOfReach_NothingIsSent()
    {
        await using var harness = await StartAsync();
        var id = await ApprovedAsync(harness);
        harness.Approvals.Fails = true;

        Assert.Equal(ErrorCodes.StoreUnavailable, ToolHarness.Code(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", id)));
        Assert.Empty(harness.Server.Calls);
    }

    [Theory]
    [InlineData(ToolApprovalSpec.Always, ToolSideEffect.None, true)]
    [InlineData(ToolApprovalSpec.Never, ToolSideEffect.Irreversible, false)]
    [InlineData(ToolApprovalSpec.BySideEffect, ToolSideEffect.Reversible, false)]
    [InlineData(ToolApprovalSpec.BySideEffect, null, true)]
    public async Task Required_DecidesWhoIsAsked(string required, ToolSideEffect? effect, bool asks)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: effect, change: spec => spec with { Approval = new ToolApprovalSpec { Required = required } });

        Assert.Equal(asks, await harness.InvokeAsync() is ToolAnswer.NeedsApproval);
    }

    [Fact]
    public async Task LostAfterApproval_NotIdempotent_AsksWhatBecameOfItAndKeepsTheApproval()
    {
        await using var harness = await StartAsync();
        var id = await ApprovedAsync(harness);
        harness.Server.Handler = static (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        var question = ToolHarness.Unknown(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", id));
        harness.Approvals.DidNotHappen(question.Id);
        harness.Server.Handler = null;

        Assert.False(ToolHarness.Result(await harness.InvokeAsync(Arguments, "run_1:s1", "s1", id)).IsError);
        Assert.Equal(2, harness.Server.Calls.Count);
    }

    private static async Task<ToolHarness> StartAsync() => Declare(await ToolHarness.StartAsync());

    private static ToolHarness Declare(ToolHarness harness, string etag = "etag-1", string path = "/do") => harness.Tool(
        path: path,
        effect: ToolSideEffect.Irreversible,
        change: static spec => spec with
        {
            Credential = new ToolCredentialSpec { SecretRef = "key" },
            Approval = new ToolApprovalSpec { Approvers = ["principals/ann"], Count = 2, Expires = TimeSpan.FromHours(2) },
        },
        etag: etag);

    private static async Task<string> ApprovedAsync(ToolHarness harness)
    {
        var id = ToolHarness.Asked(await harness.InvokeAsync(Arguments, "run_1:s1", "s1")).Id;
        harness.Approvals.Approve(id);
        return id;
    }
}
