using System.Diagnostics;
using System.Globalization;
using AgentFunctions.TestKit.Processes;
using Xunit.Abstractions;

namespace AgentFunctions.LocalHost.Tests.Streams;

public sealed class ConcurrentStreamsTests(ITestOutputHelper output) : IDisposable
{
    private const int Streams = 200;
    private const int Chunks = 50;
    private const long MaxGrowthBytes = 200L * 1024 * 1024;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stream_200AtOnceOf50Events_AllWholeAndMemoryBounded()
    {
        await using var host = await LocalHostProcess.StartAsync(_folder.Sub("data"));
        var (_, key) = await host.IssueKeyAsync();
        var expected = await ReadAsync(host, key);
        var before = ResidentBytes(host.Id);
        var started = Stopwatch.GetTimestamp();

        var answers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => ReadAsync(host, key)));

        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = ResidentBytes(host.Id);
        var figures = string.Create(CultureInfo.InvariantCulture, $"[measured] {Streams} streams of {Chunks} events at 20 ms: {elapsed.TotalSeconds:0.00} s, resident {before >> 20} MB before, {after >> 20} MB after");
        output.WriteLine(figures);
        Console.WriteLine(figures);
        Assert.All(answers, answer => Assert.Equal(expected, answer));
        Assert.True(after - before < MaxGrowthBytes, $"Memory grew by {(after - before) >> 20} MB under {Streams} streams.");
    }

    /// <summary>The text of one stream; fails unless it is complete.</summary>
    private static async Task<string> ReadAsync(LocalHostProcess host, string key)
    {
        using var response = await host.ChatAsync(key, $"sim-chunks-{Chunks}-20ms", stream: true);
        var text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("data: [DONE]", text.TrimEnd(), StringComparison.Ordinal);
        return text;
    }

    private static long ResidentBytes(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return process.WorkingSet64;
    }
}
