using System.Text;
using AgentFunctions.Benchmarks.Peers;
using AgentFunctions.Gateway.Models.Events;
using BenchmarkDotNet.Attributes;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>Reading a whole answer to its checked end.</summary>
[MemoryDiagnoser]
public class AnswerReadBenchmarks
{
    private const int Dimensions = 1536;
    private readonly byte[] _answer = ScriptedAnswers.Plain;
    private readonly byte[] _embedding = Encoding.UTF8.GetBytes(
        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[" + string.Join(',', Enumerable.Repeat("-0.0023064255", Dimensions)) + "]}],\"usage\":{\"prompt_tokens\":8}}");

    [Benchmark]
    public bool Chat() => AnswerReader.Read(_answer) is not null;

    [Benchmark]
    public bool Embedding() => AnswerReader.Read(_embedding) is not null;
}
