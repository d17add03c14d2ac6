using System.Net.Http.Headers;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Ids that callers choose say where a call is shown. They never decide what is charged, to whom, or whether.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class CallerChosenIdsTests(ThreeLimitHosts three)
{
    private const long Cost = 100_000_000;
    private const string Price = """{"input":"0","output":"0","perRequest":"0.10"}""";
    private const string Budget = """ "unit":"usd","window":"total","amount":"2.00" """;
    private readonly LimitHosts _hosts = three.Hosts;

    public static TheoryData<string, string> Headers => new()
    {
        { "x-request-id", "the-same-always" },
        { "x-client-request-id", "the-same-always" },
        { "Idempotency-Key", "the-same-always" },
        { "x-request-id", new string('r', 8_000) },
        { "x-end-user", "{victim}" },
        { "x-session-id", "{victim}" },
        { "x-run-id", "{own}" },
        { "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public async Task Header_OnEveryCall_EachIsChargedOnceToItsKey(string name, string value)
    {
        var (caller, victim) = await PairAsync();
        var id = value.Replace("{victim}", victim.Agent, StringComparison.Ordinal).Replace("{own}", "run-of-" + caller.Agent, StringComparison.Ordinal);

        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => caller.CallAsync(with: request => Assert.True(request.Headers.TryAddWithoutValidation(name, id)))));

        await CheckAsync(caller, victim, results);
        Assert.Equal(20, results.Count(static r => r.IsOk));
        Assert.DoesNotContain(results, r => r.CallId == id);
    }

    [Theory]
    [InlineData("""  "user":"{victim}" """)]
    [InlineData(""" "safety_identifier":"{victim}","user":"someone" """)]
    [InlineData(""" "metadata":{"agent":"{victim}","team":"{victim}","key":"{victim}","callId":"{victim}"} """)]
    [InlineData(""" "id":"chatcmpl-1","call_id":"{victim}","agent":"{victim}" """)]
    public async Task Field_OfTheBody_ChangesNothing(string field)
    {
        var (caller, victim) = await PairAsync();
        var body = $$"""{"model":"flat","max_tokens":20,"messages":[{"role":"user","content":"Say hello"}],{{field.Replace("{victim}", victim.Agent, StringComparison.Ordinal)}}}""";

        var results = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => caller.CallAsync(body)));

        await CheckAsync(caller, victim, results);
        Assert.Equal(20, results.Count(static r => r.IsOk));
    }

    [Fact]
    public async Task Run_OfAnotherAgent_IsRefusedAndChargedToNobody()
    {
        var (caller, victim) = await PairAsync();
        var run = "run-of-" + victim.Agent;
        Assert.True((await victim.CallAsync(with: request => request.Headers.Add("x-run-id", run))).IsOk);

        var results = await Task.WhenAll(Enumerable.Range(0, 9).Select(_ => caller.CallAsync(with: request => request.Headers.Add("x-run-id", run))));

        Assert.All(results, static r => Assert.Equal((403, "not_entitled"), (r.Status, r.Code)));
        Assert.Empty(await _hosts.Ledger.UsageAsync(caller.Agent));
        Assert.Equal(Cost, (await _hosts.Ledger.CounterAsync(victim.Scope, "usd")).Settled);
        Assert.Single(await _hosts.Ledger.UsageAsync(victim.Agent));
    }

    [Theory]
    [InlineData("x-agent-id", "{victim}")]
    [InlineData("x-tenant-id", "elsewhere")]
    public async Task Identity_OfAnother_IsRefusedAndChargedToNobody(string name, string value)
    {
        var (caller, victim) = await PairAsync();

        var result = await caller.CallAsync(with: request => request.Headers.Add(name, value.Replace("{victim}", victim.Agent, StringComparison.Ordinal)));

        Assert.Equal((403, "not_entitled"), (result.Status, result.Code));
        Assert.Empty(await _hosts.Ledger.UsageAsync(caller.Agent));
        Assert.Empty(await _hosts.Ledger.UsageAsync(victim.Agent));
    }

    [Fact]
    public async Task Ids_OutOfAllMeasure_AreRefusedAndChargedToNobody()
    {
        var (caller, victim) = await PairAsync();
        (string Name, string Value)[] bad =
        [
            ("x-run-id", new string('x', 129)), ("x-run-id", "../../" + victim.Agent), ("x-run-id", "a b"), ("x-session-id", new string('x', 10_000)),
        ];

        foreach (var (name, value) in bad)
        {
            var result = await caller.CallAsync(with: request => Assert.True(request.Headers.TryAddWithoutValidation(name, value)));
            Assert.True(result.Status == 400, $"{name} of {value.Length} characters: {result.Status} {result.Text}");
        }

        Assert.Equal(400, (await caller.CallAsync(caller.Body(user: new string('u', 257)))).Status);
        Assert.Empty(await _hosts.Ledger.UsageAsync(caller.Agent));
        Assert.Equal(0, (await _hosts.Ledger.CounterAsync(caller.Scope, "usd")).Settled);
    }

    [Fact]
    public async Task AnotherKeyBeside_IsNotWhatIsCharged()
    {
        var (caller, victim) = await PairAsync();

        var result = await caller.CallAsync(with: request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", caller.Key);
            request.Headers.Add("x-api-key", victim.Key);
        });

        Assert.True(result.IsOk, result.Text);
        Assert.Equal(caller.KeyId, Assert.Single(await _hosts.Ledger.UsageAsync(caller.Agent)).Key);
        Assert.Empty(await _hosts.Ledger.UsageAsync(victim.Agent));
    }

    private async Task<(LimitedCaller Caller, LimitedCaller Victim)> PairAsync()
    {
        _hosts.Upstream.Default = static _ => LimitHosts.Answer(7, 3);
        await _hosts.ModelAsync("flat", Price);
        return (await _hosts.CallerAsync("flat", Budget), await _hosts.CallerAsync("flat", Budget));
    }

    private async Task CheckAsync(LimitedCaller caller, LimitedCaller victim, CallResult[] results)
    {
        var answered = results.Where(static r => r.IsOk).Select(static r => r.CallId).ToList();
        Assert.All(results.Where(static r => !r.IsOk), static r => Assert.Contains((r.Status, r.Code), new (int, string?)[] { (402, "budget_exhausted"), (429, "rate_limited") }));
        Assert.Equal(results.Length, results.Select(static r => r.CallId).Distinct().Count());
        var usage = await _hosts.Ledger.UsageAsync(caller.Agent);
        Assert.Equal(answered.Order(), usage.Select(static u => u.CallId).Order());
        Assert.All(usage, u => Assert.Equal((caller.KeyId, Cost, 1), (u.Key, u.Cost, u.Requests)));
        var counter = await _hosts.Ledger.CounterAsync(caller.Scope, "usd");
        Assert.Equal((answered.Count * Cost, 0, 0), (counter.Settled, counter.Held, counter.Overrun));
        Assert.Empty(await _hosts.Ledger.UsageAsync(victim.Agent));
        Assert.Empty(await _hosts.Ledger.CountersAsync(victim.Scope));
    }
}
