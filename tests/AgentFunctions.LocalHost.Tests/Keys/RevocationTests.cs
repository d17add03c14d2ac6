using System.Diagnostics;
using System.Net;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Keys;

/// <summary>Three processes on one data folder: what one of them revokes, all refuse within 2 s.</summary>
public sealed class RevocationTests : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Revoke_OnOneProcess_HoldsOnAllWithin2Seconds()
    {
        await using var first = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        await using var second = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        await using var idle = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        var (id, key) = await first.IssueKeyAsync();
        LocalHostProcess[] all = [first, second, idle];
        foreach (var host in all)
        {
            using var accepted = await host.ChatAsync(key, "sim-small", stream: false);
            Assert.Equal(HttpStatusCode.OK, accepted.StatusCode);
        }

        await RevokeAsync(first, id);
        var revoked = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(revoked) < Freshness)
        {
            // Keeps the second busy, so that it decides on a warm view; the idle one is not asked before the time is up.
            using var answer = await second.ChatAsync(key, "sim-small", stream: false);
        }

        foreach (var host in all)
        {
            using var refused = await host.ChatAsync(key, "sim-small", stream: false);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [Fact]
    public async Task Revoke_DuringAStream_EndsItWithoutDone()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        await using var other = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        var (id, key) = await host.IssueKeyAsync();
        using var response = await other.ChatAsync(key, "sim-chunks-1000-50ms", stream: true);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        await reader.ReadLineAsync();

        await RevokeAsync(host, id);
        var revoked = Stopwatch.GetTimestamp();
        var lines = new List<string>();
        await Record.ExceptionAsync(async () =>
        {
            while (await reader.ReadLineAsync() is { } line) lines.Add(line);
        });

        // Half a second on top of the promise for the scheduling of a loaded machine; without the check this takes 50 s.
        Assert.True(Stopwatch.GetElapsedTime(revoked) < Freshness + TimeSpan.FromSeconds(0.5), "a revoked key's stream ends within 2 s");
        Assert.DoesNotContain("data: [DONE]", lines);
        Assert.Contains(lines, static line => line.Contains("invalid_api_key", StringComparison.Ordinal));
    }

    private static async Task RevokeAsync(LocalHostProcess host, string id)
    {
        using var request = LocalHostCalls.Request(HttpMethod.Post, $"/api/keys/{id}/revoke", LocalHostProcess.AdminKey);
        using var response = await host.Client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
