using System.Globalization;
using AgentFunctions.Core.Costs;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;
using AgentFunctions.TestKit.Upstream;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>Processes on one data folder with a provider that the test scripts. Each caller is an agent of its own, so that tests do not meet in any limit.</summary>
internal sealed class LimitHosts : IAsyncDisposable
{
    /// <summary>After a process was killed another takes over its work within half a minute.</summary>
    private static readonly TimeSpan Relay = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly List<LocalHostProcess> _hosts = [];
    private int _agents;

    private readonly IReadOnlyDictionary<string, string?>? _environment;

    private LimitHosts(IReadOnlyDictionary<string, string?>? environment)
    {
        _environment = environment;
        Ledger = new StoredLedger(_folder.Data);
    }

    public IReadOnlyList<LocalHostProcess> All => _hosts;

    public LocalHostProcess First => _hosts[0];

    public ScriptedUpstream Upstream { get; } = ScriptedUpstream.Start();

    public StoredLedger Ledger { get; }

    public static async Task<LimitHosts> StartAsync(int processes, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var hosts = new LimitHosts(environment);
        hosts._hosts.Add(await hosts.LaunchAsync());
        hosts._hosts.AddRange(await Task.WhenAll(Enumerable.Range(1, processes - 1).Select(_ => hosts.LaunchAsync())));
        await hosts.First.DeclareAsync("providers", "scripted", $$"""{"type":"openai","endpoint":"{{hosts.Upstream.Endpoint}}"}""");

        // Each test brings the limits it is about.
        (await hosts.First.ApiAsync(HttpMethod.Delete, "/api/quotas/agent-daily")).Ok();
        hosts.Upstream.Default = _ => Answer(7, 3);
        return hosts;
    }

    /// <summary>A whole answer with usage, when the gate opens.</summary>
    public static UpstreamReply Answer(long input, long output, Task? gate = null)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":{{{input}}},"completion_tokens":{{{output}}},"total_tokens":{{{input + output}}}}}""");
        return gate is null ? UpstreamReply.Json(200, text) : new UpstreamReply().WithHeader("Content-Type", "application/json").Await(gate).Send(text);
    }

    /// <summary>Kills a process this instant and starts another in its place.</summary>
    public async Task<LocalHostProcess> ReplaceAsync(int index)
    {
        await _hosts[index].DisposeAsync();
        return _hosts[index] = await LaunchAsync();
    }

    /// <summary>Declares a price and a model of that name, served by the scripted provider.</summary>
    public async Task ModelAsync(string name, string price, string more = "\"retry\":{\"attempts\":1}", string target = "\"weight\":1")
    {
        await First.DeclareAsync("prices", name, price);
        await First.DeclareAsync("models", name, $$"""{"targets":[{"provider":"scripted","price":"{{name}}",{{target}}}],{{more}}}""");
    }

    /// <summary>An agent with a key and quotas, each the rest of a spec after its scope.</summary>
    public Task<LimitedCaller> CallerAsync(string model, params string[] quotas) => CallerAsync([model], quotas);

    /// <summary>An agent of several models; calls go to the first unless they say otherwise.</summary>
    public async Task<LimitedCaller> CallerAsync(IReadOnlyList<string> models, params string[] quotas)
    {
        var agent = string.Create(CultureInfo.InvariantCulture, $"agent-{Interlocked.Increment(ref _agents)}");
        await First.DeclareAsync("agents", agent, """{"models":[]}""");
        for (var i = 0; i < quotas.Length; i++) await QuotaAsync(agent, i, quotas[i]);
        var (id, key) = await First.IssueKeyAsync(agent);

        // A model of its own comes after them: a process that offers it knows the limits too.
        await First.DeclareAsync("models", agent, """{"targets":[{"provider":"scripted"}]}""");
        await First.DeclareAsync("agents", agent, $$"""{"models":["{{agent}}",{{string.Join(',', models.Select(static model => $"\"{model}\""))}}]}""");
        foreach (var host in _hosts) await TestWait.UntilAsync(() => OffersAsync(host, key, agent), "the process knows the agent and its limits");
        return new LimitedCaller(_hosts, agent, key, id, models[0]);
    }

    public Task QuotaAsync(string agent, int number, string spec) => First.DeclareAsync("quotas", string.Create(CultureInfo.InvariantCulture, $"{agent}-{number}"), $$"""{"scope":"agents/{{agent}}",{{spec}}}""");

    /// <summary>Waits until nothing is held by an agent's calls, and answers the counter.</summary>
    public async Task<StoredCounter> QuietAsync(LimitedCaller caller, string unit, TimeSpan? deadline = null)
    {
        var counter = await Ledger.CounterAsync(caller.Scope, unit);
        await TestWait.UntilAsync(async () => (counter = await Ledger.CounterAsync(caller.Scope, unit)).Held == 0, $"nothing is held of {caller.Scope}", deadline);
        return counter;
    }

    private Task<LocalHostProcess> LaunchAsync() => LocalHostProcess.StartAsync(_folder.Data, environment: _environment);

    private static async Task<bool> OffersAsync(LocalHostProcess host, string key, string model)
    {
        using var request = LocalHostCalls.Request(HttpMethod.Get, "/v1/models", key);
        using var response = await host.Client.SendAsync(request);
        return response.IsSuccessStatusCode && (await response.Content.ReadAsStringAsync()).Contains($"\"{model}\"", StringComparison.Ordinal);
    }

    /// <summary>Waits until every event was passed on and added up, and fails unless events, rollups and ledger then say the same of a caller.</summary>
    public async Task AgreeAsync(LimitedCaller caller)
    {
        var total = "";
        var usage = await Ledger.UsageAsync(caller.Agent);
        var expected = $"{usage.Sum(static u => u.Requests)} calls, {usage.Count} attempts, {usage.Sum(static u => u.Tokens)} tokens, {new NanoDollars(usage.Sum(static u => u.Cost))} USD";
        await TestWait.UntilAsync(
            async () =>
            {
                var json = (await First.GetAsync($"/api/usage?agent={caller.Agent}&from=2d")).Ok().Json.GetProperty("total");
                total = $"{json.GetProperty("requests")} calls, {json.GetProperty("attempts")} attempts, {json.GetProperty("tokens").GetProperty("total")} tokens, {json.GetProperty("cost").GetProperty("total").GetString()} USD";
                return total == expected;
            },
            "the rollups hold every event",
            Relay).ContinueWith(waited => Assert.True(waited.IsCompletedSuccessfully, $"events: {expected}; rollups: {total}"), TaskScheduler.Default);
        var reconciled = (await First.GetAsync("/api/usage/reconciliation?from=2d")).Ok().Json;
        Assert.DoesNotContain(reconciled.GetProperty("items").EnumerateArray(), item => item.GetProperty("scope").GetString() == caller.Scope);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts) await host.DisposeAsync();
        await Upstream.DisposeAsync();
        Ledger.Dispose();
        _folder.Dispose();
    }
}
