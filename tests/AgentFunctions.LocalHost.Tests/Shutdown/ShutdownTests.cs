using System.Net.Sockets;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Shutdown;

public sealed class ShutdownTests : IDisposable
{
    private static readonly TimeSpan ExitDeadline = TimeSpan.FromSeconds(45);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sigterm_StreamInFlight_EndsWholeThenExits0()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        var (_, key) = await host.IssueKeyAsync();
        using var response = await host.ChatAsync(key, "sim-chunks-40-50ms", stream: true);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        var text = await reader.ReadLineAsync() + "\n";

        host.Terminate();
        await TestWait.UntilAsync(async () => !await AcceptsAsync(host.Address), "a stopping host takes no new connections");
        text += await reader.ReadToEndAsync();

        Assert.EndsWith("data: [DONE]", text.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(0, await host.WaitForExitAsync(ExitDeadline));
    }

    [Fact]
    public async Task Sigterm_StreamLongerThanTheDrain_IsCutVisiblyAndExits0()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        var (_, key) = await host.IssueKeyAsync();
        using var response = await host.ChatAsync(key, "sim-chunks-1000-100ms", stream: true);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var reader = new StreamReader(stream);
        await reader.ReadLineAsync();

        host.Terminate();
        var text = "";
        var broken = await Record.ExceptionAsync(async () =>
        {
            while (await reader.ReadLineAsync() is { } line) text += line;
        });

        Assert.Equal(0, await host.WaitForExitAsync(ExitDeadline));
        Assert.NotNull(broken);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Contains("shutting_down", text, StringComparison.Ordinal);
    }

    private static async Task<bool> AcceptsAsync(Uri address)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
