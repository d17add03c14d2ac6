using System.Net;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Startup;

/// <summary>A data folder that vanishes under a running host makes it refuse calls and say that it is not ready; the host recovers with the folder.</summary>
public sealed class VanishedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Folder_VanishesAndComesBack_ReadinessAndCallsFollow()
    {
        var real = _folder.Sub("real");
        Directory.CreateDirectory(real);
        Directory.CreateSymbolicLink(_folder.Data, real);
        await using var host = await LocalHostProcess.StartAsync(_folder.Data);
        var (_, key) = await host.IssueKeyAsync();
        await TestWait.UntilAsync(async () => await ReadyAsync(host) == HttpStatusCode.OK && await ChatAsync(host, key) == HttpStatusCode.OK, "the host is ready");

        Directory.Delete(_folder.Data);

        await TestWait.UntilAsync(async () => await ReadyAsync(host) == HttpStatusCode.ServiceUnavailable, "a host without its store is not ready within 3 s", TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ChatAsync(host, key));

        Directory.CreateSymbolicLink(_folder.Data, real);

        await TestWait.UntilAsync(async () => await ReadyAsync(host) == HttpStatusCode.OK, "the host recovers with its folder", TimeSpan.FromSeconds(3));
        Assert.Equal(HttpStatusCode.OK, await ChatAsync(host, key));
    }

    private static async Task<HttpStatusCode> ReadyAsync(LocalHostProcess host)
    {
        using var response = await host.Client.GetAsync("/health/ready");
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> ChatAsync(LocalHostProcess host, string key)
    {
        using var response = await host.ChatAsync(key, "sim-echo", stream: false);
        return response.StatusCode;
    }
}
