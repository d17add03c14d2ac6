using System.Text.Json;
using AgentFunctions.Core.Errors;
using AgentFunctions.Gateway.Models.Calls;
using static AgentFunctions.Gateway.Tests.Models.GatewayHarness;

namespace AgentFunctions.Gateway.Tests.Models.Stages;

/// <summary>End users and tags of calls; runs and sessions are tested over HTTP.</summary>
public sealed class BindStageTests
{
    [Theory]
    [InlineData("\"safety_identifier\":\"s\",\"user\":\"u\"", "h", "s")]
    [InlineData("\"user\":\"u\"", "h", "u")]
    [InlineData("\"n\":1", "h", "h")]
    [InlineData("\"n\":1", null, null)]
    [InlineData("\"safety_identifier\":\"\",\"user\":\"\"", "h", "h")]
    [InlineData("\"safety_identifier\":null,\"user\":null", "", null)]
    [InlineData("\"user\":\"\\u00fc \\ud83d\\ude00 ../'; --\"", null, "ü 😀 ../'; --")]
    public async Task EndUser_IsTheFirstThatIsNamed(string fields, string? header, string? expected) => Assert.Equal(expected, (await PassAsync(fields, header)).EndUser);

    [Theory]
    [InlineData("safety_identifier")]
    [InlineData("user")]
    [InlineData("x-end-user")]
    public async Task EndUser_LongerThan256Characters_IsRefusedByName(string name)
    {
        await using var harness = Harness();
        var (fits, tooLong) = (new string('u', 256), new string('u', 257));
        Assert.Equal(fits, (await PassAsync(name == "x-end-user" ? "\"n\":1" : $"\"{name}\":\"{fits}\"", fits)).EndUser);

        var call = await CallAsync(harness, name == "x-end-user" ? "\"n\":1" : $"\"{name}\":\"{tooLong}\"", tooLong);
        var error = Error(await harness.Gateway.InvokeAsync(call, CancellationToken.None));

        Assert.Equal((400, ErrorCodes.InvalidRequest, name), (error.Status, error.Code, error.Param));
        Assert.Empty(harness.Provider.Attempts);
    }

    [Fact]
    public async Task Tags_AreTheStringsOfMetadata()
    {
        var tags = (await PassAsync("""
            "metadata":{"a":"1","n":5,"b":true,"x":null,"o":{"a":"2"},"l":["3"],"":"empty","e":"","\u0061b":"\u00fc","half":"\ud800","\udc00":"half","a":"2"}
            """)).Tags;

        Assert.Equal(new Dictionary<string, string> { ["a"] = "2", ["e"] = "", ["ab"] = "ü" }, tags);
    }

    [Theory]
    [InlineData("\"n\":1")]
    [InlineData("\"metadata\":null")]
    [InlineData("\"metadata\":{}")]
    [InlineData("\"metadata\":{\"a\":1}")]
    public async Task Tags_WhereThereAreNone_AreNull(string fields) => Assert.Null((await PassAsync(fields)).Tags);

    [Fact]
    public async Task Tags_BeyondWhatOpenAiTakes_AreLeftOutAndPassedOn()
    {
        await using var harness = Harness();
        var metadata = new Dictionary<string, string>
        {
            [new string('k', 64)] = new string('v', 512), [new string('l', 65)] = "key too long", ["value too long"] = new string('v', 513),
            [new string('ü', 64)] = new string('ü', 512), [new string('ü', 65)] = "",
        };
        for (var i = 0; i < 20; i++) metadata[$"t{i:00}"] = $"{i}";
        var body = JsonSerializer.Serialize(metadata);
        var call = await CallAsync(harness, $"\"metadata\":{body}");

        await TextAsync(await harness.Gateway.InvokeAsync(call, CancellationToken.None));

        Assert.Equal(16, call.Tags!.Count);
        Assert.Equal([new string('k', 64), new string('ü', 64), .. Enumerable.Range(0, 14).Select(static i => $"t{i:00}")], call.Tags.Keys);
        Assert.Contains(body, Assert.Single(harness.Provider.Bodies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_OfAHugeObject_AreReadInPassing()
    {
        var huge = string.Join(',', Enumerable.Range(0, 200_000).Select(static i => $"\"k{i}\":[{{\"a\":\"{i}\"}}]"));

        Assert.Equal("1", Assert.Single((await PassAsync($"\"metadata\":{{{huge},\"a\":\"1\"}}")).Tags!).Value);
    }

    private static GatewayHarness Harness() => new GatewayHarness().Model(new Core.Resources.ModelSpec { Targets = [new Core.Resources.TargetSpec { Provider = "p", Deployment = "d" }] });

    private static async Task<ModelCall> PassAsync(string fields, string? header = null)
    {
        await using var harness = Harness();
        var call = await CallAsync(harness, fields, header);
        await TextAsync(await harness.Gateway.InvokeAsync(call, CancellationToken.None));
        return call;
    }

    private static async Task<ModelCall> CallAsync(GatewayHarness harness, string fields, string? header = null)
    {
        var call = await harness.CallAsync($$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],{{fields}}}""");
        return new ModelCall { CallId = call.CallId, Operation = call.Operation, Caller = call.Caller, Body = call.Body, NamedEndUser = header };
    }
}
