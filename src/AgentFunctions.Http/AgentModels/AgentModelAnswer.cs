using System.Buffers;
using System.Text.Json;
using AgentFunctions.Core.Runs;
using AgentFunctions.Core.Runs.Reporting;
using AgentFunctions.Http.Hosting;

namespace AgentFunctions.Http.AgentModels;

/// <summary>What a run came to, as a chat completion: whole, or the chunks of one.</summary>
internal sealed class AgentModelAnswer(string model, string runId, long created)
{
    private readonly string _id = "chatcmpl-" + runId;

    public ReadOnlyMemory<byte> Whole(RunReport report) => Write(json =>
    {
        Begin(json, "chat.completion"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, Text(report.Output));
        json.WriteNull("refusal"u8);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, "stop"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, UsageOf(report));
        json.WriteEndObject();
    });

    /// <summary>The first chunk: says who speaks.</summary>
    public ReadOnlyMemory<byte> First() => Chunk(static json => json.WriteString("role"u8, "assistant"u8), null);

    /// <summary>A valid chunk that says nothing.</summary>
    public ReadOnlyMemory<byte> KeepAlive() => Event(json =>
    {
        Begin(json, "chat.completion.chunk"u8);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    public ReadOnlyMemory<byte> Content(RunReport report) => Chunk(json => json.WriteString("content"u8, Text(report.Output)), null);

    public ReadOnlyMemory<byte> Last() => Chunk(static _ => { }, "stop");

    public ReadOnlyMemory<byte> Usage(RunReport report) => Event(json =>
    {
        Begin(json, "chat.completion.chunk"u8);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        WriteUsage(json, UsageOf(report));
        json.WriteEndObject();
    });

    private static RunUsage UsageOf(RunReport report) =>
        report.Steps.Select(static step => step.Usage).OfType<RunUsage>().Aggregate(new RunUsage(0, default, default), static (sum, usage) => sum + usage);

    private static string Text(JsonElement? output) => output switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } json => json.GetRawText(),
    };

    private static void WriteUsage(Utf8JsonWriter json, RunUsage usage)
    {
        var tokens = usage.Tokens;
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, tokens.Input);
        json.WriteNumber("completion_tokens"u8, tokens.Output);
        json.WriteNumber("total_tokens"u8, tokens.Total);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, tokens.CachedInput);
        json.WriteNumber("audio_tokens"u8, tokens.AudioInput);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, tokens.Reasoning);
        json.WriteNumber("audio_tokens"u8, tokens.AudioOutput);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private ReadOnlyMemory<byte> Chunk(Action<Utf8JsonWriter> delta, string? finishReason) => Event(json =>
    {
        Begin(json, "chat.completion.chunk"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("delta"u8);
        delta(json);
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, finishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Begin(Utf8JsonWriter json, ReadOnlySpan<byte> kind)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, _id);
        json.WriteString("object"u8, kind);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, model);
    }

    private static ReadOnlyMemory<byte> Event(Action<Utf8JsonWriter> write)
    {
        var json = Write(write);
        return (byte[])[.. "data: "u8, .. json.Span, .. "\n\n"u8];
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, JsonOutput.Options)) write(json);
        return buffer.WrittenMemory;
    }
}
