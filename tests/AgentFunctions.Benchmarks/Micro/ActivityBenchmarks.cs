using AgentFunctions.Core.Activity;
using AgentFunctions.Core.Activity.Recording;
using AgentFunctions.Core.Identity;
using AgentFunctions.Core.Resources;
using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>Counting a call, as every call does: among ten thousand counters, and one that several threads count at once.</summary>
[MemoryDiagnoser]
public class ActivityBenchmarks
{
    private const int Keys = 10_000;
    private const int Calls = 100_000;
    private readonly ActivityCall[] _calls = new ActivityCall[Keys];
    private ActivityRecorder _recorder = null!;
    private int _next;

    [GlobalSetup]
    public void Setup()
    {
        _recorder = new ActivityRecorder(TimeProvider.System, Options.Create(new ActivityOptions()));
        for (var i = 0; i < Keys; i++)
        {
            var agent = new Resource<AgentSpec>(Tenants.Default, $"agent-{i}", new AgentSpec { Team = "team" }, "e", 1);

            // Recording does not look at the view.
            var caller = new Caller(new Principal(Tenants.Default, PrincipalKind.Agent, agent.Id), $"key-{i}", agent, null!);
            _calls[i] = new ActivityCall(caller, ActivitySurface.V1, ActivityOutcome.Succeeded) { Model = "gpt-4o", DeclaredModel = "gpt-4o", InputTokens = 100, OutputTokens = 20 };
            _recorder.Record(_calls[i]);
        }
    }

    [Benchmark]
    public void Record()
    {
        _next = (_next + 1) % Keys;
        _recorder.Record(_calls[_next]);
    }

    [Benchmark(OperationsPerInvoke = Calls)]
    public void RecordOneKeyFromAllThreads() => Parallel.For(0, Calls, _ => _recorder.Record(_calls[0]));
}
