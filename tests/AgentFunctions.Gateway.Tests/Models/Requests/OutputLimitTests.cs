using System.Text;
using System.Text.Json;
using AgentFunctions.Core.Resources;
using AgentFunctions.Gateway.Models.Calls;
using AgentFunctions.Gateway.Models.Requests;

namespace AgentFunctions.Gateway.Tests.Models.Requests;

/// <summary>Whatever a caller writes, exactly one cap leaves for the provider, in the field the target honours, and no higher than ours.</summary>
public sealed class OutputLimitTests
{
    private const int Ours = 100;

    public static TheoryData<string> Caps => new()
    {
        "", "\"max_tokens\":50,", "\"max_tokens\":5000,", "\"max_completion_tokens\":50,", "\"max_completion_tokens\":5000,", "\"max_output_tokens\":50,", "\"max_output_tokens\":5000,",
        "\"max_tokens\":null,", "\"max_completion_tokens\":null,", "\"max_output_tokens\":null,", "\"max_tokens\":null,\"max_completion_tokens\":null,\"max_output_tokens\":null,",
        "\"max_tokens\":5000,\"max_completion_tokens\":null,", "\"max_completion_tokens\":null,\"max_tokens\":50,", "\"max_tokens\":null,\"max_completion_tokens\":5000,",
        "\"max\\u005ftokens\":5000,", "\"max\\u005fcompletion_tokens\":null,\"max_tokens\":5000,", "\"max_output_tokens\":5000,\"max_tokens\":null,",
    };

    [Theory]
    [MemberData(nameof(Caps))]
    public async Task Write_Chat_OneCapInTheTargetsField(string caps)
    {
        foreach (var field in (string?[])[null, "max_tokens", "max_completion_tokens"])
        {
            var sent = await WriteAsync($$"""{ {{caps}} "model":"d","messages":[{"role":"user","content":"a"}]}""", ModelOperation.Chat, field);
            var only = OnlyCap(sent);
            Assert.Equal(caps.Contains(":50,", StringComparison.Ordinal) ? 50 : Ours, only.Value);
            Assert.Contains(only.Name, field is null ? ["max_tokens", "max_completion_tokens"] : new[] { field });
        }
    }

    [Theory]
    [MemberData(nameof(Caps))]
    public async Task Write_Responses_OneCapInMaxOutputTokens(string caps)
    {
        var only = OnlyCap(await WriteAsync($$"""{ {{caps}} "model":"d","input":"a"}""", ModelOperation.Responses, "max_tokens"));
        Assert.Equal(("max_output_tokens", caps.Contains(":50,", StringComparison.Ordinal) ? 50 : Ours), only);
    }

    [Theory]
    [InlineData("""{"model":"d","messages":[{"role":"user","content":"a"}],"max_tokens":5,"max_completion_tokens":6}""")]
    [InlineData("""{"model":"d","messages":[{"role":"user","content":"a"}],"MAX_TOKENS":5}""")]
    [InlineData("""{"model":"d","messages":[{"role":"user","content":"a"}],"max_tokens":null,"max_tokens":5}""")]
    [InlineData("""{"model":"d","messages":[{"role":"user","content":"a"}],"max_tokens":"5"}""")]
    public void Read_CapsThatCouldBeReadInTwoWays_AreRefused(string body) =>
        Assert.NotNull(ModelRequestReader.Read(Encoding.UTF8.GetBytes(body), ModelOperation.Chat, modelFromPath: false, out _));

    [Theory]
    [InlineData("""{"INCLUDE_USAGE":true}""")]
    [InlineData("""{"include_usage":true,"include_usage":false}""")]
    [InlineData("""{"include_usage":1}""")]
    public void Read_UsageAskedForInAWayAProviderMayNotSee_IsRefused(string options)
    {
        var body = $$"""{"model":"d","messages":[{"role":"user","content":"a"}],"stream":true,"stream_options":{{options}}}""";
        Assert.Equal("stream_options.include_usage", ModelRequestReader.Read(Encoding.UTF8.GetBytes(body), ModelOperation.Chat, modelFromPath: false, out _)?.Param);
    }

    private static (string Name, int Value) OnlyCap(byte[] sent)
    {
        using var document = JsonDocument.Parse(sent);
        var caps = document.RootElement.EnumerateObject().Where(static member => member.Name.StartsWith("max_", StringComparison.Ordinal)).ToList();
        Assert.Equal(caps.Count, caps.DistinctBy(static member => member.Name).Count());
        var cap = Assert.Single(caps, static member => member.Value.ValueKind != JsonValueKind.Null);
        return (cap.Name, cap.Value.GetInt32());
    }

    private static async Task<byte[]> WriteAsync(string body, ModelOperation operation, string? field)
    {
        await using var harness = new GatewayHarness();
        var call = await harness.CallAsync(body, operation);
        Assert.Null(ModelRequestReader.Read(call.Body.Span, operation, modelFromPath: false, out var facts));
        call.Facts = facts;
        call.OutputLimit = Ours;
        return UpstreamBodyWriter.Write(call, new TargetSpec { Provider = "p", OutputLimitField = field }, "d").ToArray();
    }
}
