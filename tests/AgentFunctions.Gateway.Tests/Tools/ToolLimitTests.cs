using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Errors;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Core.Resources.States;
using AgentFunctions.Core.Tools;
using AgentFunctions.Core.Tools.Declaration;
using AgentFunctions.Gateway.Tests.Models;
using Microsoft.AspNetCore.Http;

namespace AgentFunctions.Gateway.Tests.Tools;

/// <summary>Tool calls in the ledger.</summary>
public sealed class ToolLimitTests
{
    private static readonly LimitScope ToolScope = new(LimitScopeKind.Tool, "t.one");
    private static readonly LimitScope AgentScope = new(LimitScopeKind.Agent, "a");

    [Fact]
    public async Task Bytes_BoundIsHeldAndWhatPassedIsCharged()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/x", change: static spec => spec with { MaxResponseBytes = 2000 }).View.With("q", Quota("tools/*", LimitUnit.Bytes, "100000"));
        var url = harness.Server.Url + "/x";
        var held = 0L;
        harness.Server.Handler = async (context, _) =>
        {
            held = (await harness.StateAsync(ToolScope, LimitUnit.Bytes)).Held;
            await context.Response.WriteAsync(new string('x', 700));
        };

        ToolHarness.Result(await harness.InvokeAsync());

        var state = await harness.StateAsync(ToolScope, LimitUnit.Bytes);
        Assert.Equal(((3 * url.Length) + 2000, url.Length + 700, 0), (held, state.Settled, state.Held));
    }

    [Fact]
    public async Task Bytes_BoundBeyondTheLimit_IsRefusedBeforeAnythingIsSent()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/").View.With("q", Quota("agents/a", LimitUnit.Bytes, "1000"));

        var answer = Assert.IsType<ToolAnswer.Refused>(await harness.InvokeAsync());

        Assert.Equal(ErrorCodes.RequestExceedsLimit, answer.Error.Code);
        Assert.Equal("q", Assert.Single(answer.Limits).Limit.QuotaId);
        Assert.Empty(harness.Server.Calls);
    }

    [Theory]
    [InlineData("tools/t.one")]
    [InlineData("agents/*")]
    [InlineData("tenant")]
    [InlineData("keys/key-1")]
    public async Task Requests_OfTheScope_AreLimited(string scope)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/").View.With("q", Quota(scope, LimitUnit.Requests, "2"));

        for (var i = 0; i < 2; i++) ToolHarness.Result(await harness.InvokeAsync(key: "k" + i));
        Assert.Equal(ErrorCodes.BudgetExhausted, ToolHarness.Code(await harness.InvokeAsync(key: "k2")));
        Assert.True(ToolHarness.Result(await harness.InvokeAsync(key: "k1")).IsRepeat);
        Assert.Equal(2, harness.Server.Calls.Count);
    }

    [Fact]
    public async Task Requests_AtTheSameTime_NeverMoreThanTheLimit()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/").View.With("q", Quota("tools/t.one", LimitUnit.Requests, "5"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => harness.InvokeAsync(key: "k" + i)));

        Assert.Equal(5, answers.Count(static a => a is ToolAnswer.Completed));
        Assert.Equal(5, harness.Server.Calls.Count);
        Assert.Equal((5, 0), await SettledAsync(harness, ToolScope, LimitUnit.Requests));
    }

    [Theory]
    [InlineData("tools/t.one")]
    [InlineData("agents/a")]
    public async Task Concurrent_PlaceIsTakenWhileItRuns(string scope)
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/").View.With("q", Quota(scope, LimitUnit.Concurrent, "1"));
        var (arrived, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        harness.Server.Handler = async (context, number) =>
        {
            if (number > 1) return;
            arrived.SetResult();
            await answer.Task;
        };

        var first = harness.InvokeAsync(key: "k1");
        await arrived.Task;
        Assert.Equal(ErrorCodes.ConcurrencyLimited, ToolHarness.Code(await harness.InvokeAsync(key: "k2")));
        answer.SetResult();
        ToolHarness.Result(await first);
        ToolHarness.Result(await harness.InvokeAsync(key: "k3"));
        Assert.Equal(2, harness.Server.Calls.Count);
    }

    [Fact]
    public async Task NothingSent_NothingIsCharged()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.AllowPrivate = "";
        await harness.RestartAsync();
        harness.Tool("GET", "/").View.With("q", Quota("agents/a", LimitUnit.Requests, "10"));

        Assert.Equal(ErrorCodes.UpstreamError, ToolHarness.Code(await harness.InvokeAsync()));
        Assert.Equal((0, 0), await SettledAsync(harness, AgentScope, LimitUnit.Requests));
    }

    [Fact]
    public async Task WaitingForPeople_HoldsNothing()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(change: static spec => spec with { Approval = new ToolApprovalSpec() }).View.With("q", Quota("agents/a", LimitUnit.Requests, "10"));

        ToolHarness.Asked(await harness.InvokeAsync());
        Assert.Equal((0, 0), await SettledAsync(harness, AgentScope, LimitUnit.Requests));
    }

    [Fact]
    public async Task Lost_IsChargedOnceAndTheRepeatThatAsksIsNot()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool(effect: ToolSideEffect.Irreversible).View.With("q", Quota("agents/a", LimitUnit.Requests, "10"));
        harness.Server.Handler = static (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        for (var i = 0; i < 3; i++) ToolHarness.Unknown(await harness.InvokeAsync());
        Assert.Equal((1, 0), await SettledAsync(harness, AgentScope, LimitUnit.Requests));
    }

    [Fact]
    public async Task Ledger_OutOfReach_NothingIsSent()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/");
        harness.Store.AfterBatch = static () => throw new DocumentStoreUnavailableException("down");

        Assert.Equal(ErrorCodes.StoreUnavailable, ToolHarness.Code(await harness.InvokeAsync()));
        Assert.Empty(harness.Server.Calls);
    }

    [Fact]
    public async Task Throttled_OneCallAtATimeAndASecondApart()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var harness = await ToolHarness.StartAsync(time);
        harness.Tool("GET", "/");
        harness.View.With("t.one", harness.View.Tools["t.one"].Spec, GatewayHarness.State(OperatingState.Throttled));

        ToolHarness.Result(await harness.InvokeAsync(key: "k1"));
        var refused = Assert.IsType<ToolAnswer.Refused>(await harness.InvokeAsync(key: "k2")).Error;
        time.Advance(TimeSpan.FromSeconds(1));
        ToolHarness.Result(await harness.InvokeAsync(key: "k3"));

        Assert.Equal(ErrorCodes.RateLimited, refused.Code);
        Assert.Contains("tools/t.one", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Usage_OneEventOfTheTool()
    {
        await using var harness = await ToolHarness.StartAsync();
        harness.Tool("GET", "/");
        harness.View.With("a", new AgentSpec { Tools = ["t.*"], Team = "red" });

        ToolHarness.Result(await harness.InvokeAsync());

        var outbox = await harness.Store.QueryAsync(new DocumentPartition(DocumentContainer.Ledger, Core.Identity.Tenants.Default, "0"), new DocumentQuery(), default);
        var text = Assert.Single(outbox.Items.Select(static d => System.Text.Encoding.UTF8.GetString(d.Body.Span)), static t => t.Contains("ai.usage.v1", StringComparison.Ordinal));
        foreach (var part in (string[])["\"operation\":\"tool\"", "\"tool\":\"t.one\"", "\"agent\":\"a\"", "\"team\":\"red\"", "\"key\":\"key-1\"", "\"requests\":1", "\"provider\":\"tools\"", "\"outcome\":\"succeeded\""])
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    private static async Task<(long, long)> SettledAsync(ToolHarness harness, LimitScope scope, LimitUnit unit)
    {
        var state = await harness.StateAsync(scope, unit);
        return (state.Settled, state.Held);
    }

    private static QuotaSpec Quota(string scope, LimitUnit unit, string amount) => new() { Scope = scope, Unit = unit, Window = unit == LimitUnit.Concurrent ? null : LimitWindow.Day, Amount = amount };
}
