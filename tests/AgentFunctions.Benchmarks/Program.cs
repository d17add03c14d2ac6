using System.Globalization;
using AgentFunctions.Benchmarks;
using AgentFunctions.Benchmarks.Ledger;
using AgentFunctions.Benchmarks.Memory;
using AgentFunctions.Benchmarks.Micro;
using AgentFunctions.Benchmarks.Peers;
using AgentFunctions.Benchmarks.Workflows;

// The benchmarks start this program again for the upstream, for YARP and for processes with a ledger, so that each has a process, and a CPU clock, of its own.
return args switch
{
    ["upstream", var url] => await ScriptedUpstream.RunAsync(url),
    ["yarp", var url, var upstream] => await YarpPeer.RunAsync(url, upstream),
    ["ledger-worker", var folder] => await LedgerWorker.RunAsync(folder),
    ["ledger", .. var rest] => await LedgerBenchmark.RunAsync(rest),
    ["workflows"] => await WorkflowBenchmark.RunAsync(),
    ["agents", .. var rest] => await AgentsBenchmark.RunAsync(rest),
    ["recall", var folder] => await RecallBenchmark.RunAsync(folder),
    ["memory-search", .. var rest] => await SearchBenchmark.RunAsync(rest is [var records, ..] ? int.Parse(records, CultureInfo.InvariantCulture) : 100_000, rest is [_, var agents] ? int.Parse(agents, CultureInfo.InvariantCulture) : 20),
    ["startup"] => await StartupBenchmark.RunAsync(),
    ["micro", .. var rest] => MicroBenchmarks.Run(rest),
    _ => await LoadBenchmark.RunAsync(args),
};
