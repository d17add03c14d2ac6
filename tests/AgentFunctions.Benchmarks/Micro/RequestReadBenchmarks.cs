using System.Text;
using AgentFunctions.Benchmarks.Peers;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;
using BenchmarkDotNet.Attributes;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>Reading a request body: a short chat call, and one with a long history.</summary>
[MemoryDiagnoser]
public class RequestReadBenchmarks
{
    private readonly byte[] _small = Encoding.UTF8.GetBytes(ScriptedAnswers.RequestBody("bench-plain", stream: true));
    private readonly byte[] _large = Encoding.UTF8.GetBytes(LongHistory());

    [Benchmark]
    public bool Small() => ModelRequestReader.Read(_small, ModelOperation.Chat, modelFromPath: false, out _) is null;

    [Benchmark]
    public bool Large100Messages() => ModelRequestReader.Read(_large, ModelOperation.Chat, modelFromPath: false, out _) is null;

    private static string LongHistory()
    {
        const string turn = "{\"role\":\"user\",\"content\":\"What changed in the orders of region north since the report of last week, and which of them \\u00e9tait en retard?\"}";
        return "{\"model\":\"bench-plain\",\"messages\":[" + string.Join(',', Enumerable.Repeat(turn, 100)) + "],\"max_tokens\":256}";
    }
}
