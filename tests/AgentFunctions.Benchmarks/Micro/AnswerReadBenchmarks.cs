using AgentFunctions.Benchmarks.Peers;
using AgentFunctions.Gateway.Models.Events;
using BenchmarkDotNet.Attributes;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>Reading a whole answer to its checked end.</summary>
[MemoryDiagnoser]
public class AnswerReadBenchmarks
{
    private readonly byte[] _answer = ScriptedAnswers.Plain;

    [Benchmark]
    public bool Chat() => AnswerReader.Read(_answer) is not null;
}
