using System.Text.Json;

namespace AgentFunctions.TestKit.Processes;

/// <summary>What an operator does to a running local host, with the bootstrap key.</summary>
public static class ControlPlaneCalls
{
    public static async Task<ApiAnswer> ApiAsync(this LocalHostProcess host, HttpMethod method, string path, string? json = null)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var request = LocalHostCalls.Request(method, path, LocalHostProcess.AdminKey, json);
        using var response = await host.Client.SendAsync(request);
        return new ApiAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.ETag?.Tag);
    }

    public static Task<ApiAnswer> GetAsync(this LocalHostProcess host, string path) => host.ApiAsync(HttpMethod.Get, path);

    /// <summary>Creates or replaces a resource.</summary>
    public static async Task DeclareAsync(this LocalHostProcess host, string kind, string id, string spec) =>
        (await host.ApiAsync(HttpMethod.Put, $"/api/{kind}/{id}", $$"""{"spec":{{spec}}}""")).Ok();

    public static async Task SetStateAsync(this LocalHostProcess host, string kind, string id, string state) =>
        (await host.ApiAsync(HttpMethod.Put, $"/api/{kind}/{id}/state", $$"""{"state":"{{state}}","reason":"test"}""")).Ok();

    /// <summary>Issues a key for an agent.</summary>
    public static async Task<(string Id, string Key)> IssueKeyAsync(this LocalHostProcess host, string agent)
    {
        var issued = (await host.ApiAsync(HttpMethod.Post, "/api/keys", $$"""{"agent":"{{agent}}"}""")).Ok().Json;
        return (issued.GetProperty("id").GetString()!, issued.GetProperty("key").GetString()!);
    }

    /// <summary>Gives a key a new secret and answers it.</summary>
    public static async Task<string> RotateKeyAsync(this LocalHostProcess host, string id, string overlap = "01:00:00") =>
        (await host.ApiAsync(HttpMethod.Post, $"/api/keys/{id}/rotate", $$"""{"overlap":"{{overlap}}"}""")).Ok().Json.GetProperty("key").GetString()!;

    public static async Task RevokeKeyAsync(this LocalHostProcess host, string id) => (await host.ApiAsync(HttpMethod.Post, $"/api/keys/{id}/revoke")).Ok();

    /// <summary>Stores a secret for a host.</summary>
    public static async Task PutSecretAsync(this LocalHostProcess host, string name, string value, string forHost, string overlap = "00:00:00") =>
        (await host.ApiAsync(HttpMethod.Put, $"/api/secrets/{name}", $$"""{"value":"{{value}}","hosts":["{{forHost}}"],"overlap":"{{overlap}}"}""")).Ok();

    /// <summary>The tenant's sequence: that of its newest change.</summary>
    public static async Task<long> SequenceAsync(this LocalHostProcess host)
    {
        var changes = await host.ChangesAsync();
        return changes.Count == 0 ? 0 : changes[^1].GetProperty("sequence").GetInt64();
    }

    /// <summary>Every entry of the change feed from a sequence on, oldest first.</summary>
    public static async Task<List<JsonElement>> ChangesAsync(this LocalHostProcess host, long from = 1)
    {
        var all = new List<JsonElement>();
        for (var path = $"/api/changes?from={from}&limit=500"; ;)
        {
            var page = (await host.GetAsync(path)).Ok().Json;
            all.AddRange(page.GetProperty("items").EnumerateArray());
            if (page.GetProperty("nextCursor").GetString() is not { } cursor) return all;
            path = $"/api/changes?limit=500&cursor={Uri.EscapeDataString(cursor)}";
        }
    }

    /// <summary>Everything declared, by <c>kind/id</c>.</summary>
    public static async Task<Dictionary<string, JsonElement>> ExportAsync(this LocalHostProcess host) =>
        (await host.GetAsync("/api/resources")).Ok().Json.GetProperty("items").EnumerateArray().ToDictionary(r => $"{r.GetProperty("kind").GetString()}/{r.GetProperty("id").GetString()}");

    /// <summary>Sends a chat call and answers what a client makes of it: <c>200 text</c> or <c>403 suspended</c>.</summary>
    public static async Task<string> OutcomeAsync(this LocalHostProcess host, string key, string model)
    {
        using var response = await host.ChatAsync(key, model, stream: false);
        var text = await response.Content.ReadAsStringAsync();
        var json = JsonDocument.Parse(text).RootElement;
        return response.IsSuccessStatusCode
            ? "200 " + json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()
            : $"{(int)response.StatusCode} {json.GetProperty("error").GetProperty("code").GetString()}";
    }
}
