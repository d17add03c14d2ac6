using System.Text.Json;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Limits;

/// <summary>A client with one key, of as many processes as it is given, each in its turn.</summary>
internal sealed class LimitedCaller(IReadOnlyList<LocalHostProcess> hosts, string agent, string key, string keyId, string model)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private int _turn;

    public string Agent => agent;

    public string Key => key;

    public string KeyId => keyId;

    public string Scope => "agents/" + agent;

    public Task<CallResult> CallAsync(string? body = null, Action<HttpRequestMessage>? with = null) => CallAsync(hosts[Interlocked.Increment(ref _turn) % hosts.Count], body, with);

    public async Task<CallResult> CallAsync(LocalHostProcess host, string? body = null, Action<HttpRequestMessage>? with = null)
    {
        using var request = LocalHostCalls.Request(HttpMethod.Post, "/v1/chat/completions", key, body ?? Body());
        with?.Invoke(request);
        using var response = await host.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var code = response.IsSuccessStatusCode ? null : JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("code").GetString();
        return new CallResult((int)response.StatusCode, code, response.Headers.RetryAfter?.Delta, response.Headers.GetValues("x-request-id").Single(), text);
    }

    /// <summary>Calls all at once, without trying any again.</summary>
    public Task<CallResult[]> BurstAsync(int count) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => CallAsync())));

    /// <summary>Calls all at once; each waits as it is told and tries again, until it is answered otherwise or told to wait for the next window.</summary>
    public Task<CallResult[]> PatientBurstAsync(int count, string? body = null) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => Task.Run(() => PatientAsync(body))));

    /// <summary>Calls one process; answers <c>200</c>, or status and code.</summary>
    public async Task<string> OutcomeAsync(LocalHostProcess host)
    {
        var result = await CallAsync(host);
        return result.IsOk ? "200" : $"{result.Status} {result.Code}";
    }

    public string Body(int maxTokens = 200, string? user = null, bool stream = false) =>
        $$"""{"model":"{{model}}","max_tokens":{{maxTokens}},"stream":{{(stream ? "true" : "false")}},"user":"{{user ?? "someone"}}","messages":[{"role":"user","content":"Say hello"}]}""";

    private async Task<CallResult> PatientAsync(string? body)
    {
        while (true)
        {
            var result = await CallAsync(body);
            if (result.Status != 429) return result;
            Assert.InRange(result.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(120));
            if (result.RetryAfter > LongestWait) return result;
            await Task.Delay(result.RetryAfter.Value);
        }
    }
}
