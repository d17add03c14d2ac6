using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.TestKit.Processes;

/// <summary>Calls against a running local host.</summary>
public static class LocalHostCalls
{
    /// <summary>A request with a key and a JSON body.</summary>
    public static HttpRequestMessage Request(HttpMethod method, string path, string key, string? json = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }

    /// <summary>Issues a key for the demo agent.</summary>
    public static async Task<(string Id, string Key)> IssueKeyAsync(this LocalHostProcess host)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var request = Request(HttpMethod.Post, "/api/keys", LocalHostProcess.AdminKey, """{"agent":"demo"}""");
        using var response = await host.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var issued = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (issued.GetProperty("id").GetString()!, issued.GetProperty("key").GetString()!);
    }

    /// <summary>Sends a chat call and returns when its headers are here.</summary>
    public static async Task<HttpResponseMessage> ChatAsync(this LocalHostProcess host, string key, string model, bool stream)
    {
        ArgumentNullException.ThrowIfNull(host);
        using var request = Request(HttpMethod.Post, "/v1/chat/completions", key, ChatBody(model, stream));
        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static string ChatBody(string model, bool stream) =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Say hello"}]}""";
}
