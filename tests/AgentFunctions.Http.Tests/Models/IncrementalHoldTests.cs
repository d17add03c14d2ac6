using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Documents;
using AgentFunctions.TestKit.Hosting;
using AgentFunctions.TestKit.Upstream;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Http.Tests.Models;

/// <summary>Streams that hold their output step by step: more of them fit into a budget, and none goes beyond it. A token of output costs a thousandth of a dollar, input nothing.</summary>
public sealed class IncrementalHoldTests
{
    private const string Path = "/v1/chat/completions";
    private const long Token = 1_000_000;

    /// <summary>One token.</summary>
    private const string Word = " word";

    [Fact]
    public async Task Stream_BudgetEndsOnTheWay_IsCutWithAnErrorEventAndChargedWhatWasDelivered()
    {
        var gate = new TaskCompletionSource();
        await using var app = await StartAsync(amount: "0.100", new IncrementalHoldSpec { Tokens = 32, ReserveTokens = 16 });
        app.Upstream.Enqueue(Words(40).Await(gate.Task).Send(string.Concat(Enumerable.Repeat(ChatEvents.Delta(Word), 25))).Stall());

        using var response = await app.PostAsync(Path, Body(1000));
        await TestWait.UntilAsync(async () => await StandAsync(app) == (0, 96 * Token, 0), "more is held as the answer goes on");
        gate.SetResult();
        var (text, isAborted) = await ReadAsync(response);

        await app.Upstream.SingleRequest.ClientGone.WaitAsync(TestWait.DefaultDeadline);
        Assert.True(isAborted);
        Assert.Equal(65, text.Split(Word).Length - 1);
        Assert.Contains("\"code\":\"budget_exhausted\"", text.Split("\n\n")[^2], StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Contains("\"max_tokens\":1000", app.Upstream.SingleRequest.Text, StringComparison.Ordinal);
        await TestWait.UntilAsync(async () => await StandAsync(app) == (65 * Token, 0, 0), "what was delivered is charged, the rest returned, nothing overrun");
    }

    [Fact]
    public async Task Stream_OneEventBeyondTheReserve_IsPaidForWhereThereIsRoom()
    {
        await using var app = await StartAsync(amount: "0.100", new IncrementalHoldSpec { Tokens = 32, ReserveTokens = 16 });
        app.Upstream.Enqueue(UpstreamReply.Events(ChatEvents.Delta(string.Concat(Enumerable.Repeat(Word, 80)))).Stall());

        var (text, isAborted) = await ReadAsync(await app.PostAsync(Path, Body(1000)));

        Assert.True(isAborted);
        Assert.Contains("budget_exhausted", text, StringComparison.Ordinal);
        await TestWait.UntilAsync(async () => await StandAsync(app) == (80 * Token, 0, 0), "all of it is charged");
    }

    [Fact]
    public async Task Stream_EndsWithinTheBudget_IsChargedAsReported()
    {
        await using var app = await StartAsync(amount: "0.100", new IncrementalHoldSpec { Tokens = 32, ReserveTokens = 16 });
        app.Upstream.Enqueue(Words(40).Send(ChatEvents.Finish()).Send(Usage(90)).Send(ChatEvents.Done));

        var (text, isAborted) = await ReadAsync(await app.PostAsync(Path, Body(1000)));

        Assert.False(isAborted);
        Assert.EndsWith(ChatEvents.Done, text, StringComparison.Ordinal);
        Assert.Equal((90 * Token, 0, 0), await StandAsync(app));
    }

    [Fact]
    public async Task Stream_TargetReportsMoreThanTheBudgetHas_IsAnOverrun()
    {
        await using var app = await StartAsync(amount: "0.100", new IncrementalHoldSpec { Tokens = 32, ReserveTokens = 16 });
        app.Upstream.Enqueue(Words(2).Send(ChatEvents.Finish()).Send(Usage(150)).Send(ChatEvents.Done));

        var (text, _) = await ReadAsync(await app.PostAsync(Path, Body(1000)));

        Assert.EndsWith(ChatEvents.Done, text, StringComparison.Ordinal);
        Assert.Equal((150 * Token, 0, 86 * Token), await StandAsync(app));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwoStreams_BoundsDoNotFitTogether_RunSideBySideIfHeldStepByStep(bool isIncremental)
    {
        var gate = new TaskCompletionSource();
        await using var app = await StartAsync(amount: "1.000", isIncremental ? new IncrementalHoldSpec { Tokens = 200, ReserveTokens = 50 } : null);
        app.Upstream.Default = _ => Words(20).Await(gate.Task).Send(ChatEvents.Finish()).Send(Usage(20)).Send(ChatEvents.Done);

        using var first = await app.PostAsync(Path, Body(900));
        using var second = await app.PostAsync(Path, Body(900));
        Assert.Equal(isIncremental ? 200 : 429, (int)second.StatusCode);
        Assert.Equal((0, (isIncremental ? 400 : 900) * Token, 0), await StandAsync(app));
        gate.SetResult();

        Assert.Equal(200, (int)first.StatusCode);
        Assert.EndsWith(ChatEvents.Done, (await ReadAsync(first)).Text, StringComparison.Ordinal);
        if (isIncremental) Assert.EndsWith(ChatEvents.Done, (await ReadAsync(second)).Text, StringComparison.Ordinal);
        Assert.Equal(((isIncremental ? 40 : 20) * Token, 0, 0), await StandAsync(app));
    }

    [Theory]
    [InlineData("whole", "\"stream\":false")]
    [InlineData("choices", "\"stream\":true,\"n\":2")]
    [InlineData("prediction", "\"stream\":true,\"prediction\":{\"type\":\"content\",\"content\":\"a\"}")]
    public async Task Call_MayProduceMoreThanIsSeen_IsHeldInFull(string what, string options)
    {
        await using var app = await StartAsync(amount: "0.100", new IncrementalHoldSpec { Tokens = 32 });

        using var response = await app.PostAsync(Path, $$"""{"model":"m","max_tokens":1000,{{options}},"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.True((int)response.StatusCode == 402, what);
        Assert.Contains("request_exceeds_limit", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(app.Upstream.Requests);
    }

    [Fact]
    public async Task Stream_LedgerGoneOnTheWay_IsCutAndChargedLater()
    {
        var store = new FaultyDocumentStore(new InMemoryDocumentStore(TimeProvider.System));
        var gate = new TaskCompletionSource();
        await using var app = await StartAsync(amount: "0.100", new IncrementalHoldSpec { Tokens = 64, ReserveTokens = 16 }, store);
        app.Upstream.Enqueue(Words(10).Await(gate.Task).Send(string.Concat(Enumerable.Repeat(ChatEvents.Delta(Word), 40))).Stall());

        using var response = await app.PostAsync(Path, Body(1000));
        await TestWait.UntilAsync(async () => await StandAsync(app) == (0, 64 * Token, 0), "the first step is held");
        store.Fails = true;
        gate.SetResult();
        var (text, isAborted) = await ReadAsync(response);
        await app.Upstream.SingleRequest.ClientGone.WaitAsync(TestWait.DefaultDeadline);
        store.Fails = false;

        Assert.True(isAborted);
        Assert.Contains("store_unavailable", text, StringComparison.Ordinal);
        var words = text.Split(Word).Length - 1;
        Assert.InRange(words, 11, 49);
        await TestWait.UntilAsync(async () => await StandAsync(app) == (words * Token, 0, 0), "it is charged as soon as the ledger is there");
    }

    private static Task<ModelApp> StartAsync(string amount, IncrementalHoldSpec? hold, IDocumentStore? store = null) => ModelApp.StartAsync(
        (view, _) => view
            .With("m", new ModelSpec { Targets = [new TargetSpec { Provider = "up", Deployment = "gpt-4o", OutputLimitField = "max_tokens" }], Retry = new RetrySpec { Attempts = 1 }, IncrementalHold = hold })
            .With("gpt-4o", new PriceSpec { Input = Price("0"), Output = Price("1000") })
            .With("q", new QuotaSpec { Scope = "tenant", Unit = LimitUnit.Usd, Window = LimitWindow.Total, Amount = amount }),
        services: services =>
        {
            if (store is not null) services.AddSingleton(store).AddLedgerUpkeep();
        });

    private static TokenPrice Price(string text) => TokenPrice.TryParse(text, out var price) ? price : throw new ArgumentException("Not a price.", nameof(text));

    private static string Body(int cap) => $$"""{"model":"m","stream":true,"max_tokens":{{cap}},"messages":[{"role":"user","content":"Hi"}]}""";

    private static UpstreamReply Words(int count) => UpstreamReply.Events([.. Enumerable.Repeat(ChatEvents.Delta(Word), count)]);

    private static string Usage(int output) => $$$"""data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":7,"completion_tokens":{{{output}}},"total_tokens":{{{output + 7}}}}}""" + "\n\n";

    /// <summary>Settled, held and overrun.</summary>
    private static async Task<(long Settled, long Held, long Overrun)> StandAsync(ModelApp app)
    {
        var limit = app.View.ResolveLimits(LimitScope.Tenant, null).Single();
        var state = await app.App.Services.GetRequiredService<ILedger>().ReadAsync(Tenants.Default, limit, CancellationToken.None);
        return (state.Settled, state.Held, state.Overrun);
    }

    private static async Task<(string Text, bool IsAborted)> ReadAsync(HttpResponseMessage response)
    {
        var text = new StringBuilder();
        try
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            var buffer = new char[4096];
            while (await reader.ReadAsync(buffer) is > 0 and var read) text.Append(buffer, 0, read);
            return (text.ToString(), false);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return (text.ToString(), true);
        }
    }
}
