using System.Diagnostics;
using System.Net;
using AgentFunctions.TestKit;
using AgentFunctions.TestKit.Processes;

namespace AgentFunctions.LocalHost.Tests.Samples;

/// <summary>The sample host as a process, on a port and a folder of its own.</summary>
internal sealed class OwnCodeProcess(SampleFolder samples) : IAsyncDisposable
{
    private const string AdminKey = "sample-admin-key-0123456789";
    private const string ListeningMark = "Now listening on: ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Process? _process;
    private HttpClient? _client;

    public async Task StartAsync()
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var environment = new Dictionary<string, string> { ["AGENTFUNCTIONS_ADMIN_KEY"] = AdminKey };
        _process = SampleFolder.Start(samples.Assembly("OwnCode"), environment, "--urls", "http://127.0.0.1:0", "--data", samples.Sub("own-data"));
        var lines = new System.Collections.Concurrent.ConcurrentQueue<string>();
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await TestWait.UntilAsync(() => listening.Task.IsCompleted || _process.HasExited, "the sample listens", Patience);
        Assert.True(listening.Task.IsCompleted, string.Join('\n', lines));
        _client = new HttpClient { BaseAddress = await listening.Task };

        void Take(string? line)
        {
            if (line is null) return;
            lines.Enqueue(line);
            if (line.IndexOf(ListeningMark, StringComparison.Ordinal) is var at and >= 0) listening.TrySetResult(new Uri(line[(at + ListeningMark.Length)..].Trim()));
        }
    }

    /// <summary>Calls it with the bootstrap key, as an agent where one is named.</summary>
    public async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpMethod method, string path, string? json = null, string? agent = null)
    {
        using var request = LocalHostCalls.Request(method, path, AdminKey, json);
        if (agent is not null) request.Headers.Add("x-agent-id", agent);
        using var response = await _client!.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task KillAsync()
    {
        if (_process is null) return;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        _client?.Dispose();
    }

    public async ValueTask DisposeAsync() => await KillAsync();
}
