using AgentFunctions.Benchmarks.Load;
using AgentFunctions.Benchmarks.Processes;
using AgentFunctions.Benchmarks.Reports;

namespace AgentFunctions.Benchmarks;

/// <summary>The measurements, in order: idle memory, warm-up, then rounds of all peers in turning order.</summary>
internal sealed class BenchmarkRun(IReadOnlyList<BenchmarkPeer> peers, BenchmarkOptions options)
{
    private const int Callers = 32;
    private const int PlainRate = 200;
    private const int PacedRate = 20;
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(300);
    private readonly TimeSpan _duration = TimeSpan.FromSeconds(options.Seconds);

    public async Task RunAsync()
    {
        foreach (var peer in peers.Where(static peer => !peer.IsDirect))
        {
            peer.Figures.ReadyMilliseconds = peer.Process.Ready.TotalMilliseconds;
            peer.Figures.IdleMegabytes = peer.Process.MemoryMegabytes;
        }

        foreach (var peer in peers) await WarmUpAsync(peer);
        for (var round = 0; round < options.Rounds; round++)
        {
            await Console.Out.WriteLineAsync($"round {round + 1} of {options.Rounds}");
            await EachAsync(round, MeasurePlainAsync);
            await EachAsync(round, MeasureStreamsAsync);
            await EachAsync(round, MeasureLatencyAsync);
            await EachAsync(round, MeasureFirstByteAsync);
        }
    }

    private async Task WarmUpAsync(BenchmarkPeer peer)
    {
        await Console.Out.WriteLineAsync($"warming up {peer.Name}");
        var half = TimeSpan.FromSeconds(options.Warmup / 2.0);
        peer.Figures.Bad += (await ClosedLoop.RunAsync(peer.Target, Callers, stream: false, half)).Bad;
        peer.Figures.Bad += (await ClosedLoop.RunAsync(peer.Target, Callers, stream: true, half)).Bad;
    }

    private async Task EachAsync(int round, Func<BenchmarkPeer, Task> measureAsync)
    {
        for (var i = 0; i < peers.Count; i++)
        {
            await measureAsync(peers[(i + round) % peers.Count]);
            await Task.Delay(Settle);
        }
    }

    private async Task MeasurePlainAsync(BenchmarkPeer peer)
    {
        var (result, cpu) = await MeasureAsync(peer, () => ClosedLoop.RunAsync(peer.Target, Callers, stream: false, _duration));
        peer.Figures.PlainPerSecond.Add(result.PerSecond);
        peer.Figures.PlainCpu.Add(cpu);
        await Console.Out.WriteLineAsync($"  whole   {peer.Name,-16}{result.PerSecond,10:N0}/s {cpu,8:N1} us CPU, {result.Bad} wrong");
    }

    private async Task MeasureStreamsAsync(BenchmarkPeer peer)
    {
        var (result, cpu) = await MeasureAsync(peer, () => ClosedLoop.RunAsync(peer.Target, Callers, stream: true, _duration));
        peer.Figures.StreamsPerSecond.Add(result.PerSecond);
        peer.Figures.StreamCpu.Add(cpu);
        await Console.Out.WriteLineAsync($"  streams {peer.Name,-16}{result.PerSecond,10:N0}/s {cpu,8:N1} us CPU, {result.Bad} wrong");
    }

    private async Task MeasureLatencyAsync(BenchmarkPeer peer)
    {
        var (result, _) = await MeasureAsync(peer, () => OpenLoop.RunAsync(peer.Target, PlainRate, stream: false, _duration));
        peer.Figures.LatencyP50.Add(LoadResult.Percentile(result.Latencies, 50));
        peer.Figures.LatencyP99.Add(LoadResult.Percentile(result.Latencies, 99));
        await Console.Out.WriteLineAsync($"  latency {peer.Name,-16}{peer.Figures.LatencyP50[^1],10:N0} us p50 {peer.Figures.LatencyP99[^1],8:N0} us p99, {result.Bad} wrong");
    }

    private async Task MeasureFirstByteAsync(BenchmarkPeer peer)
    {
        var (result, _) = await MeasureAsync(peer, () => OpenLoop.RunAsync(peer.Target, PacedRate, stream: true, _duration));
        peer.Figures.FirstByteP50.Add(LoadResult.Percentile(result.FirstBytes, 50));
        peer.Figures.FirstByteP99.Add(LoadResult.Percentile(result.FirstBytes, 99));
        await Console.Out.WriteLineAsync($"  first   {peer.Name,-16}{peer.Figures.FirstByteP50[^1],10:N0} us p50 {peer.Figures.FirstByteP99[^1],8:N0} us p99, {result.Bad} wrong");
    }

    private async Task<(LoadResult Result, double CpuMicroseconds)> MeasureAsync(BenchmarkPeer peer, Func<Task<LoadResult>> runAsync)
    {
        SetRealTime(isOn: true);
        var before = peer.Process.CpuTime;
        var result = await runAsync();
        var cpu = peer.Process.CpuTime - before;
        SetRealTime(isOn: false);
        peer.Figures.Bad += result.Bad;
        if (!peer.IsDirect) peer.Figures.LoadedMegabytes = Math.Max(peer.Process.MemoryMegabytes, double.IsNaN(peer.Figures.LoadedMegabytes) ? 0 : peer.Figures.LoadedMegabytes);
        return (result, cpu.TotalMicroseconds / Math.Max(1, result.Latencies.Count));
    }

    private void SetRealTime(bool isOn)
    {
        if (!options.RealTime) return;
        PeerProcess.SetRealTime(Environment.ProcessId, isOn);
        foreach (var peer in peers) peer.Process.SetRealTime(isOn);
    }
}
