using System.Diagnostics;
using System.Net;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.CommandLine;

/// <summary>The commands <c>backup</c> and <c>restore</c> of the real binary, while a host serves from the folder.</summary>
public sealed class BackupOfARunningHostTests : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_WhileAHostServes_TakesHoldAndGivesNoKeyBack()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Data);
        var (kept, revoked) = (await host.IssueKeyAsync(), await host.IssueKeyAsync());
        var backup = await CommandRun.RunAsync(_folder, null, ["backup", "--data", "data", "--to", "backup"]);
        Assert.True(backup.ExitCode == 0, backup.Error);
        Assert.Contains("Backed up", backup.Out, StringComparison.Ordinal);
        var later = await host.IssueKeyAsync();
        await SendAsync(host, HttpMethod.Post, $"/api/keys/{revoked.Id}/revoke", HttpStatusCode.OK);

        var restore = await CommandRun.RunAsync(_folder, null, ["restore", "--data", "data", "--from", "backup"]);

        Assert.True(restore.ExitCode == 0, restore.Error);
        Assert.Contains($"keys/{revoked.Id} of tenant default stays revoked", restore.Out, StringComparison.Ordinal);
        var restored = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(restored) < Freshness && await StatusAsync(host, later.Key) == HttpStatusCode.OK)
        {
            // What a running host knew may count for this long.
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, later.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, revoked.Key));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, kept.Key));
        await SendAsync(host, HttpMethod.Get, $"/api/keys/{later.Id}", HttpStatusCode.NotFound);
        await using var another = await LocalHostProcess.StartAsync(_folder.Data);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(another, kept.Key));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(another, revoked.Key));
    }

    [Fact]
    public async Task Revocation_OfARunningHost_IsInTheJournalSoon()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Data);
        var (id, _) = await host.IssueKeyAsync();
        await SendAsync(host, HttpMethod.Post, $"/api/keys/{id}/revoke", HttpStatusCode.OK);

        var journal = Path.Combine(_folder.Data, "restrictions.jsonl");
        await TestKit.TestWait.UntilAsync(() => HasAsync(journal, id), "a restriction must reach the journal within seconds", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Backup_NoData_FailsInOneLine()
    {
        var run = await CommandRun.RunAsync(_folder, null, ["backup", "--to", "backup"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("holds no data", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.Sub("backup")));
    }

    private static async Task<bool> HasAsync(string journal, string text)
    {
        try
        {
            return File.Exists(journal) && (await File.ReadAllTextAsync(journal)).Contains(text, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // The host is appending, and has the file to itself meanwhile.
            return false;
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(LocalHostProcess host, string key)
    {
        using var answer = await host.ChatAsync(key, "sim-small", stream: false);
        return answer.StatusCode;
    }

    private static async Task SendAsync(LocalHostProcess host, HttpMethod method, string path, HttpStatusCode expected)
    {
        using var request = LocalHostCalls.Request(method, path, LocalHostProcess.AdminKey);
        using var response = await host.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }
}
