using AgentFunctions.Benchmarks.Processes;
using AgentFunctions.Benchmarks.Reports;

namespace AgentFunctions.Benchmarks;

/// <summary>Upstream, YARP and the host side by side in interleaved rounds; prints the table and writes the page.</summary>
internal static class LoadBenchmark
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var report = Path.Combine(Repository.Root, "docs", "benchmarks.md");
        if (BenchmarkOptions.Parse(args, report) is not { } options)
        {
            await Console.Out.WriteLineAsync(BenchmarkOptions.Usage);
            return args is ["--help"] or ["-h"] ? 0 : 2;
        }

        var cpus = CpuPlan.Make();
        cpus.Apply();
        var self = typeof(LoadBenchmark).Assembly.Location;
        using var upstream = await PeerProcess.StartAsync(cpus.Load, self, static endpoint => ["upstream", $"http://{endpoint}"], "/");
        using var yarp = await PeerProcess.StartAsync(cpus.Gateway, self, endpoint => ["yarp", $"http://{endpoint}", upstream.Url], "/");
        using var host = await LocalHostPeer.StartAsync(cpus.Gateway, upstream.Url);

        BenchmarkPeer[] peers =
        [
            new("direct", upstream, "sk-benchmark", Upstream: null),
            new("YARP 2.3.0", yarp, "sk-benchmark", upstream),
            new("AgentFunctions", host.Process, host.Key, upstream),
        ];
        var run = new BenchmarkRun(peers, options);
        await run.RunAsync();

        var table = MarkdownReport.Table([.. peers.Select(static peer => peer.Figures)]);
        await Console.Out.WriteLineAsync(Environment.NewLine + table);
        if (options.Report is not null)
        {
            await File.WriteAllTextAsync(options.Report, MarkdownReport.Page(File.Exists(options.Report) ? await File.ReadAllTextAsync(options.Report) : MarkdownReport.EmptyPage, table, options, cpus));
            await Console.Out.WriteLineAsync($"Written: {options.Report}");
        }

        return peers.All(static peer => peer.Figures.Bad == 0) ? 0 : 1;
    }
}
