using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SupportTriage;

/// <summary>Runs the agent <c>support-triage</c> and decides what it asks, over plain HTTP.</summary>
/// <param name="address">Of AgentFunctions, <c>http://127.0.0.1:7071</c>.</param>
/// <param name="agentKey">Key of the agent: starts and reads its runs.</param>
/// <param name="approverKey">Key of the approver: decides.</param>
public sealed class TriageClient(Uri address, string agentKey, string approverKey) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address };

    /// <summary>Starts a run; the same key is the same run, so a start that broke off is simply made again.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> StartAsync(string request, string idempotencyKey, CancellationToken cancellationToken = default)
    {
        using var message = Message(HttpMethod.Post, "/api/agents/support-triage/runs", agentKey, JsonSerializer.SerializeToElement(new { input = request }));
        message.Headers.Add("Idempotency-Key", idempotencyKey);
        return (await SendAsync(message, cancellationToken)).GetProperty("id").GetString()!;
    }

    /// <summary>The run as it is: <c>status</c>, <c>steps</c>, <c>pendingApprovals</c>, <c>output</c>, <c>error</c>.</summary>
    public async Task<JsonElement> ReadAsync(string runId, CancellationToken cancellationToken = default)
    {
        using var message = Message(HttpMethod.Get, $"/api/runs/{runId}", agentKey);
        return await SendAsync(message, cancellationToken);
    }

    /// <summary>Waits until the run asks a person or is over.</summary>
    public async Task<JsonElement> WaitAsync(string runId, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var run = await ReadAsync(runId, cancellationToken);
            if (run.GetProperty("status").GetString() is not ("pending" or "running") && (run.GetProperty("status").GetString() != "waiting" || run.GetProperty("pendingApprovals").GetArrayLength() > 0)) return run;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    /// <summary>What a run asks: exactly what would be done, as <c>action</c>, and its <c>digest</c>.</summary>
    public async Task<JsonElement> AskedAsync(JsonElement run, CancellationToken cancellationToken = default)
    {
        using var message = Message(HttpMethod.Get, $"/api/approvals/{run.GetProperty("pendingApprovals")[0].GetProperty("id").GetString()}", approverKey);
        return await SendAsync(message, cancellationToken);
    }

    /// <summary>Says yes or no to exactly what was shown: the digest is of that and of nothing else.</summary>
    public async Task DecideAsync(JsonElement approval, bool approve, string comment, CancellationToken cancellationToken = default)
    {
        var decision = JsonSerializer.SerializeToElement(new { decision = approve ? "approve" : "deny", digest = approval.GetProperty("digest").GetString(), comment });
        using var message = Message(HttpMethod.Post, $"/api/approvals/{approval.GetProperty("id").GetString()}", approverKey, decision);
        await SendAsync(message, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Message(HttpMethod method, string path, string key, JsonElement? body = null)
    {
        var message = new HttpRequestMessage(method, path);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is { } content) message.Content = JsonContent.Create(content);
        return message;
    }

    private async Task<JsonElement> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(message, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? JsonDocument.Parse(text).RootElement : throw new HttpRequestException($"{(int)response.StatusCode} {text}", null, response.StatusCode);
    }
}
