using AgentFunctions.Benchmarks;
using AgentFunctions.Benchmarks.Micro;
using AgentFunctions.Benchmarks.Peers;

// The load benchmark starts this program again for the upstream and for YARP, so that each has a process, and a CPU clock, of its own.
return args switch
{
    ["upstream", var url] => await ScriptedUpstream.RunAsync(url),
    ["yarp", var url, var upstream] => await YarpPeer.RunAsync(url, upstream),
    ["startup"] => await StartupBenchmark.RunAsync(),
    ["micro", .. var rest] => MicroBenchmarks.Run(rest),
    _ => await LoadBenchmark.RunAsync(args),
};
