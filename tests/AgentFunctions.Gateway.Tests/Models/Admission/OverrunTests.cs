using System.Text;
using AgentFunctions.Core.Documents;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Ledger.Overruns;
using AgentFunctions.Core.Quotas;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Providers;

namespace AgentFunctions.Gateway.Tests.Models.Admission;

/// <summary>Who is refused after usage went beyond a bound: the target whose provider reported it, and no other.</summary>
public sealed class OverrunTests
{
    private const string Stream = """{"model":"m","stream":true,"max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""";
    private const string Predicted = """{"model":"m","max_tokens":5,"messages":[{"role":"user","content":"Hi"}],"prediction":{"type":"content","content":"WORDS"}}""";

    [Fact]
    public async Task Usage_BeyondTheCap_RefusesTheTarget()
    {
        await using var harness = Limited();
        harness.Provider.On("one", 200, GatewayHarness.Answer.Replace("\"completion_tokens\":3", "\"completion_tokens\":90000", StringComparison.Ordinal));

        await GatewayHarness.TextAsync(await harness.AskAsync());

        Assert.Equal(["one"], await RefusedAsync(harness));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Usage_BeyondTheCapWithTheStoreAway_RefusesTheTargetWhenItIsBack(bool isCharged)
    {
        await using var harness = Limited();
        harness.Provider.On("one", _ =>
        {
            // Before the charge is written, or after it and before its answer.
            if (!isCharged) harness.Faults.Fails = true;
            else harness.Faults.AfterBatch = () => throw new DocumentStoreUnavailableException("The answer is lost.");
            return Task.FromResult(FakeProvider.Answer(200, GatewayHarness.Answer.Replace("\"completion_tokens\":3", "\"completion_tokens\":90000", StringComparison.Ordinal), null));
        });

        await GatewayHarness.TextAsync(await harness.AskAsync());
        Assert.Empty(await RefusedAsync(harness));
        (harness.Faults.Fails, harness.Faults.AfterBatch) = (false, null);
        await harness.SettleWaitingAsync();

        Assert.Equal(["one"], await RefusedAsync(harness));
    }

    [Fact]
    public async Task Usage_BeyondTheCapBeforeFailOver_LeavesTheTargetThatServedInUse()
    {
        await using var harness = Limited();
        harness.Provider.On("one", static _ => Task.FromResult(Events("""{"choices":[],"usage":{"prompt_tokens":900000,"completion_tokens":1}}""")));
        harness.Provider.On("two", static _ => Task.FromResult(Events(
            """{"choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}""", """{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3}}""", "[DONE]")));

        await ReadAsync(await harness.AskAsync(Stream));

        Assert.Equal(["one", "two"], harness.Provider.Attempts);
        Assert.DoesNotContain("two", await RefusedAsync(harness));
    }

    [Fact]
    public async Task Usage_BeyondTheCapAndNoOtherTargetAdmitted_IsAnswered()
    {
        await using var harness = Limited();
        harness.View.With("providers-q", new QuotaSpec { Scope = "providers/q", Unit = LimitUnit.Tokens, Window = LimitWindow.Day, Amount = "1" });
        harness.Provider.On("one", static _ => Task.FromResult(Events("""{"choices":[],"usage":{"prompt_tokens":900000,"completion_tokens":1}}""")));

        Assert.Equal("request_exceeds_limit", GatewayHarness.Error(await harness.AskAsync(Stream)).Code);
        Assert.Equal(["one"], harness.Provider.Attempts);
    }

    [Fact]
    public async Task Prediction_ThatWasNotUsed_IsWithinTheBound()
    {
        await using var harness = Limited();
        harness.View.With("one", new PriceSpec { Input = Price("1"), Output = Price("10") }).With("two", new PriceSpec { Input = Price("1"), Output = Price("10") });
        harness.View.With("money", new QuotaSpec { Scope = "agents/*", Unit = LimitUnit.Usd, Window = LimitWindow.Day, Amount = "100" });
        var words = new string('~', 2_000);
        harness.Provider.On("one", 200, GatewayHarness.Answer.Replace("\"completion_tokens\":3", "\"completion_tokens\":1990", StringComparison.Ordinal));

        await GatewayHarness.TextAsync(await harness.AskAsync(Predicted.Replace("WORDS", words, StringComparison.Ordinal)));

        Assert.Empty(await RefusedAsync(harness));
    }

    [Fact]
    public async Task Embeddings_OfManyTexts_EachHasTheContextWindow()
    {
        await using var harness = Limited(window: 1_000);
        var texts = string.Join(',', Enumerable.Repeat($"\"{new string('~', 900)}\"", 50));
        harness.Provider.On("one", 200, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1]}],"usage":{"prompt_tokens":45000,"total_tokens":45000}}""");

        await GatewayHarness.TextAsync(await harness.AskAsync($$"""{"model":"m","input":[{{texts}}]}""", ModelOperation.Embeddings));

        Assert.Empty(await RefusedAsync(harness));
    }

    private static TokenPrice Price(string usd) => TokenPrice.TryParse(usd, out var price) ? price : throw new ArgumentException("No price.", nameof(usd));

    private static GatewayHarness Limited(int? window = null)
    {
        var harness = new GatewayHarness().Model(new ModelSpec
        {
            Targets = [new TargetSpec { Provider = "p", Deployment = "one", Priority = 0 }, new TargetSpec { Provider = "q", Deployment = "two", Priority = 1 }],
            Retry = new RetrySpec { Attempts = 1 },
            MaxInputTokens = window,
        });
        harness.View.With("agents", new QuotaSpec { Scope = "agents/*", Unit = LimitUnit.Tokens, Window = LimitWindow.Day, Amount = "1000000000" });
        return harness;
    }

    private static async Task<IEnumerable<string>> RefusedAsync(GatewayHarness harness) =>
        (await new RefusedTargets(harness.Store, harness.Time).ListAsync(Tenants.Default, CancellationToken.None)).Select(static target => target.Deployment);

    private static async Task ReadAsync(ModelAnswer answer)
    {
        var events = Assert.IsType<StreamedModelAnswer>(answer).Events;
        while (await events.WaitToReadAsync(CancellationToken.None))
        {
            while (events.TryRead(out _))
            {
            }
        }

        await answer.DisposeAsync();
    }

    private static ProviderAnswer Events(params string[] data) => new()
    {
        Status = 200,
        Headers = new AnswerHeaders("text/event-stream"),
        Body = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(data.Select(static text => $"data: {text}\n\n")))),
    };
}
