using System.Text;
using System.Text.Json;
using AgentFunctions.Gateway.Models.Answers;
using AgentFunctions.Gateway.Models.Events;
using FsCheck.Xunit;

namespace AgentFunctions.Gateway.Tests.Models.Events;

/// <summary>The dialects of usage, in one set of terms.</summary>
public sealed class UsageReaderTests
{
    [Fact]
    public void Read_OpenAIChat_EveryClass() => Assert.Equal(
        Usage(100, 40, 0, 10, 50, 20, 5),
        Read("""{"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"prompt_tokens_details":{"cached_tokens":40,"audio_tokens":10},"completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":5,"accepted_prediction_tokens":3,"rejected_prediction_tokens":4}}"""));

    [Fact]
    public void Read_OpenAIResponses_EveryClass() => Assert.Equal(
        Usage(100, 40, 0, 0, 50, 20, 0),
        Read("""{"input_tokens":100,"input_tokens_details":{"cached_tokens":40},"output_tokens":50,"output_tokens_details":{"reasoning_tokens":20},"total_tokens":150}"""));

    [Fact]
    public void Read_OpenRouter_CacheWritesArePartOfTheInput() => Assert.Equal(
        Usage(100, 10, 60, 0, 5, 0, 0),
        Read("""{"prompt_tokens":100,"completion_tokens":5,"total_tokens":105,"cost":0.01,"is_byok":false,"prompt_tokens_details":{"cached_tokens":10,"cache_write_tokens":60,"audio_tokens":0}}"""));

    [Theory]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":5,"total_tokens":105,"prompt_cache_hit_tokens":64,"prompt_cache_miss_tokens":36}""")]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":5,"total_tokens":105,"prompt_tokens_details":{"cached_tokens":64},"prompt_cache_hit_tokens":64}""")]
    public void Read_DeepSeek_HitsAreCachedInputOnce(string usage) => Assert.Equal(Usage(100, 64, 0, 0, 5, 0, 0), Read(usage));

    [Theory]
    [InlineData("""{"input_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"output_tokens":5}""", "Anthropic's own: beside the input")]
    [InlineData("""{"prompt_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"completion_tokens":5,"total_tokens":105}""", "the total says so")]
    [InlineData("""{"prompt_tokens":10,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"completion_tokens":5}""", "cannot be part of it")]
    [InlineData("""{"prompt_tokens":100,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"completion_tokens":5,"total_tokens":105}""", "a proxy that has added them")]
    [InlineData("""{"prompt_tokens":100,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"completion_tokens":5}""", "part of it")]
    [InlineData("""{"input_tokens":100,"cache_read_input_tokens":70,"cache_creation_input_tokens":20,"output_tokens":5,"total_tokens":105}""", "part of it by the total")]
    public void Read_AnthropicsCache_InputIsWhole(string usage, string why) => Assert.True(Usage(100, 70, 20, 0, 5, 0, 0) == Read(usage), why);

    [Fact]
    public void Read_Gemini_ThoughtsOutsideOfCompletion_AreReasoningOutput() =>
        Assert.Equal(Usage(100, 0, 0, 0, 80, 70, 0), Read("""{"prompt_tokens":100,"completion_tokens":10,"total_tokens":180}"""));

    [Theory]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":10,"total_tokens":180,"completion_tokens_details":{"reasoning_tokens":70}}""")]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":10,"completion_tokens_details":{"reasoning_tokens":70}}""")]
    [InlineData("""{"prompt_tokens":100,"completion_tokens":80,"total_tokens":180,"completion_tokens_details":{"reasoning_tokens":70}}""")]
    public void Read_GrokAndOthers_ReasoningIsInTheOutputOnce(string usage) => Assert.Equal(Usage(100, 0, 0, 0, 80, 70, 0), Read(usage));

    [Theory]
    [InlineData("""{"prompt_tokens":8,"total_tokens":8}""")]
    [InlineData("""{"total_tokens":8}""")]
    [InlineData("""{"prompt_tokens":8,"total_tokens":20}""")]
    public void Read_Embeddings_InputOnly(string usage) => Assert.Equal(Usage(8, 0, 0, 0, 0, 0, 0), Read(usage));

    [Theory]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":30}}""", 10, 10, 5)]
    [InlineData("""{"prompt_tokens":-10,"completion_tokens":5}""", 0, 0, 5)]
    [InlineData("""{"prompt_tokens":10.2,"completion_tokens":5.0,"prompt_tokens_details":{"cached_tokens":1e1}}""", 11, 10, 5)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":null,"prompt_tokens_details":null,"completion_tokens_details":null}""", 10, 0, 5)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":null,"audio_tokens":[]},"completion_tokens_details":"x"}""", 10, 0, 5)]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":5,"total_tokens":3}""", 10, 0, 5)]
    [InlineData("""{"unknown":{"prompt_tokens":1},"prompt_tokens":10,"completion_tokens":5,"completion_time":0.1}""", 10, 0, 5)]
    public void Read_OddFigures_NoPartIsLargerThanItsWhole(string usage, long input, long cached, long output) =>
        Assert.Equal(Usage(input, cached, 0, 0, output, 0, 0), Read(usage));

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":null}""")]
    [InlineData("""{"prompt_tokens":"10","completion_tokens":"5"}""")]
    [InlineData("""{"prompt_tokens":1e30,"completion_tokens":5}""")]
    [InlineData("""{"prompt_tokens":10,"completion_tokens":9223372036854775807}""")]
    public void Read_NothingSaidOrAbsurd_IsNotReported(string usage) => Assert.Equal(default, Read(usage));

    [Property(MaxTest = 1_000)]
    public void Read_AnyFigures_PartsStayWithinTheirWhole(long?[] figures)
    {
        string[] names = ["prompt_tokens", "completion_tokens", "total_tokens", "prompt_cache_hit_tokens", "cache_read_input_tokens", "cache_creation_input_tokens"];
        string[] input = ["cached_tokens", "audio_tokens", "cache_write_tokens"];
        string[] output = ["reasoning_tokens", "audio_tokens"];
        long? At(int i) => i < figures.Length ? figures[i] : null;
        var body = JsonSerializer.Serialize(new Dictionary<string, object?>(names.Select((name, i) => KeyValuePair.Create(name, (object?)At(i))))
        {
            ["prompt_tokens_details"] = input.Select((name, i) => (name, At(names.Length + i))).ToDictionary(static pair => pair.name, static pair => pair.Item2),
            ["completion_tokens_details"] = output.Select((name, i) => (name, At(names.Length + input.Length + i))).ToDictionary(static pair => pair.name, static pair => pair.Item2),
        });
        var usage = Read(body);
        Assert.True(usage.CachedInputTokens >= 0 && usage.CacheWriteTokens >= 0 && usage.AudioInputTokens >= 0 && usage.ReasoningTokens >= 0 && usage.AudioOutputTokens >= 0, body);
        Assert.True(usage.CachedInputTokens + usage.CacheWriteTokens + usage.AudioInputTokens <= usage.InputTokens, body);
        Assert.True(usage.ReasoningTokens + usage.AudioOutputTokens <= usage.OutputTokens, body);
    }

    private static ModelUsage Usage(long input, long cached, long written, long heard, long output, long reasoning, long spoken) => new(true, input, cached, written, heard, output, reasoning, spoken);

    private static ModelUsage Read(string usage)
    {
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(usage));
        json.Read();
        var read = UsageReader.Read(ref json);
        Assert.False(json.Read(), "reads to the end of the value and no further");
        return read;
    }
}
