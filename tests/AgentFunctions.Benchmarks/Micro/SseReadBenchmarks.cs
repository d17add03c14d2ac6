using AgentFunctions.Benchmarks.Peers;
using AgentFunctions.Gateway.Models.Events;
using BenchmarkDotNet.Attributes;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>Splitting and following a stream of 50 chunks.</summary>
[MemoryDiagnoser]
public class SseReadBenchmarks
{
    private const int MaxEventBytes = 1024 * 1024;
    private readonly byte[] _stream = [.. ScriptedAnswers.Events.SelectMany(static chunk => chunk)];

    [Benchmark]
    public async Task<int> Split()
    {
        using var source = new MemoryStream(_stream);
        using var reader = new SseReader(source, MaxEventBytes);
        var events = 0;
        do
        {
            while (reader.TryRead(out _)) events++;
        }
        while (await reader.FillAsync(CancellationToken.None));
        return events;
    }

    [Benchmark]
    public async Task<bool> SplitAndFollow()
    {
        using var source = new MemoryStream(_stream);
        using var reader = new SseReader(source, MaxEventBytes);
        var state = new ChatStreamState(stripUsage: false);
        do
        {
            while (reader.TryRead(out var sseEvent)) state.Take(sseEvent.Data.Span);
        }
        while (await reader.FillAsync(CancellationToken.None));
        return state.IsDone;
    }
}
