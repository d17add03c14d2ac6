using System.Security.Cryptography;
using System.Text.Json;
using AgentFunctions.Core.Context;
using AgentFunctions.Core.Context.Assembly;
using AgentFunctions.Core.Context.Compression;
using AgentFunctions.Core.Labels;
using BenchmarkDotNet.Attributes;

namespace AgentFunctions.Benchmarks.Micro;

/// <summary>Assembling a context of 50,000 tokens of searches, logs, rows and documents. The meter divides by four: what a vocabulary costs is not measured here.</summary>
[MemoryDiagnoser]
public class ContextBenchmarks : IHandleMint, ITokenMeter
{
    private const int Tokens = 50_000;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly ContextAssembler _assembler;
    private readonly ContextInput _input;

    public ContextBenchmarks()
    {
        _assembler = new ContextAssembler(this);
        List<ContextMessage> messages = [Message(new { role = "user", content = "Find the cause." })];
        for (int round = 0, chars = 0; chars < Tokens * 4; round++)
        {
            var text = Result(round);
            chars += text.Length;
            messages.Add(Message(new { role = "assistant", tool_calls = new[] { new { id = $"{round}", type = "function", function = new { name = $"tool{round % 4}", arguments = $"{{\"page\":{round}}}" } } } }));
            messages.Add(Message(new { role = "tool", tool_call_id = $"{round}", content = text }));
        }

        _input = new ContextInput([.. messages.Select(static (message, index) => message with { Ref = $"m{index}" })]);
    }

    /// <summary>With every layer: old results become synopses.</summary>
    [Benchmark]
    public int Assemble() => _assembler.Assemble(_input, this).Value!.TokensAfter;

    /// <summary>With the layers that keep every fact.</summary>
    [Benchmark]
    public int AssembleWhole() => _assembler.Assemble(_input with { Options = CompressionOptions.Default with { Condense = false, Clear = false } }, this).Value!.TokensAfter;

    string IHandleMint.Mint(ReadOnlySpan<byte> content) => "h_" + Convert.ToHexStringLower(HMACSHA256.HashData("a key of the benchmark"u8, content))[..26];

    int ITokenMeter.Count(string? model, ReadOnlySpan<char> text) => (text.Length + 3) / 4;

    private static ContextMessage Message(object message) => new("", JsonSerializer.SerializeToElement(message), new ContentLabel(Integrity.Untrusted, Confidentiality.Internal));

    private static string Result(int round) => (round % 4) switch
    {
        0 => JsonSerializer.Serialize(Enumerable.Range(round, 40).Select(static index => new { id = $"ORD-{index * 7919}", status = index % 3 == 0 ? "late" : "paid", total = index * 1.25, note = (string?)null, user = new { login = $"user{index}", type = "User" } }), Indented),
        1 => string.Join('\n', Enumerable.Range(round, 80).Select(static index => $"2025-06-14T10:{index % 60:00}:00Z {(index % 20 == 0 ? "ERROR" : "INFO")} api request done latency_ms={index * 13 % 900} request_id={index * 104729:x}")),
        2 => string.Join('\n', Enumerable.Range(round, 60).Select(static index => $"{index * 7907} | holder {index} | {index * 3.75} | 2019-0{(index % 9) + 1}-11 | retail")),
        _ => string.Join(' ', Enumerable.Range(round, 40).Select(static index => $"The queue of branch {index} stalls when there are more than {index * 31} entries in it, and nobody has found out why.")),
    };
}
