namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Requests and tokens a minute, counted over three processes as by one.</summary>
[Collection(LimitsUnderLoad.Name)]
public sealed class RateAcrossProcessesTests(ThreeLimitHosts three)
{
    private const string Free = """{"input":"0","output":"0"}""";

    /// <summary>What the longest test needs of its minute.</summary>
    private static readonly TimeSpan Room = TimeSpan.FromSeconds(35);

    private readonly LimitHosts _hosts = three.Hosts;

    [Fact]
    public async Task RequestsAMinute_Burst_ExactlyTheLimit()
    {
        _hosts.Upstream.Default = static _ => LimitHosts.Answer(7, 3);
        await _hosts.ModelAsync("free", Free);
        var caller = await _hosts.CallerAsync("free", """ "unit":"requests","window":"minute","amount":"60" """);
        await WindowRoom.InMinuteAsync(Room);

        var results = await caller.BurstAsync(240);

        Assert.Equal(60, results.Count(static r => r.IsOk));
        Assert.All(results.Where(static r => !r.IsOk), static r => Assert.Equal((429, "rate_limited"), (r.Status, r.Code)));
        Assert.All(results.Where(static r => !r.IsOk), static r => Assert.InRange(r.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60)));
        var counter = await _hosts.Ledger.CounterAsync(caller.Scope, "requests");
        Assert.Equal((60, 0), (counter.Settled, counter.Held));
    }

    [Fact]
    public async Task TokensAMinute_PatientClients_UseAllThereIsRoomFor()
    {
        const long Limit = 20_000;
        const long Used = 1_010;
        const long MostHeld = 1_410;
        _hosts.Upstream.Default = static _ => LimitHosts.Answer(10, 1_000);
        await _hosts.ModelAsync("free", Free);
        var caller = await _hosts.CallerAsync("free", $""" "unit":"tokens","window":"minute","amount":"{Limit}" """);
        await WindowRoom.InMinuteAsync(Room);

        var results = await caller.PatientBurstAsync(60, caller.Body(maxTokens: 1_000));

        var spent = results.Count(static r => r.IsOk) * Used;
        Assert.InRange(spent, Limit - MostHeld + 1, Limit);
        Assert.All(results.Where(static r => !r.IsOk), static r => Assert.Equal((429, "rate_limited"), (r.Status, r.Code)));
        var counter = await _hosts.Ledger.CounterAsync(caller.Scope, "tokens");
        Assert.Equal((spent, 0, 0), (counter.Settled, counter.Held, counter.Overrun));
    }
}
