using System.Text.Json;
using AgentFunctions.Core.Errors;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Workflows.Tests.Definitions;

/// <summary>A trial is in everybody's process: what it may take of it is bound, whatever the definition says.</summary>
public sealed class TrialLimitTests
{
    private const string Large = "${input.t}${input.t}${input.t}${input.t}${input.t}${input.t}";
    private static readonly string Text = new('x', 150_000);

    [Fact]
    public async Task Values_ThatAreOverwritten_AreNotKept()
    {
        var report = await Trial.RunAsync(Loop(60), Script());

        Assert.True(report.Status() == "succeeded", report.GetProperty("error").GetRawText());
        Assert.Equal("60", report.Output());
    }

    [Fact]
    public async Task Values_OfARunWithoutEnd_ComeToItsBound() => Assert.Equal(ErrorCodes.ByteLimit, (await Trial.TryAsync(Loop(100_000), Script(), new FakeTimeProvider())).Report.ErrorCode());

    [Fact]
    public async Task Values_TooManyAtOnce_RefuseIt()
    {
        var spec = $$"""{"steps":[{"id":"f","type":"forEach","each":"input.n","maxItems":64,"concurrency":64,"steps":[{"id":"s","type":"set","values":{"v":"${item}{{Large}}" } }] }] }""";

        await RefusedAsync(spec, $$"""{"input":{"t":"{{Text}}","n":[{{string.Join(',', Enumerable.Range(0, 64))}}]} }""", "64 MiB");
    }

    [Fact]
    public async Task Report_TooLarge_RefusesIt()
    {
        var spec = $$"""{"agent":"a","steps":[{"id":"l","type":"loop","while":"true","maxIterations":30,"steps":[{"id":"s","type":"tool","tool":"big","arguments":{"v":"{{Large}}" } }] }] }""";

        await RefusedAsync(spec, $$"""{"input":{"t":"{{Text}}"},"tools":{"big":[{{string.Join(',', Enumerable.Range(0, 30))}}]} }""", "16 MiB");
    }

    [Fact]
    public async Task Time_TooLong_RefusesIt() => await RefusedAsync("""{"steps":[{"id":"s","type":"set","values":{"v":1}}]}""", "{}", "30 s", new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(31) });

    private static string Loop(int rounds) =>
        $$"""{"limits":{"steps":100000},"steps":[{"id":"l","type":"loop","while":"loop.index < {{rounds}}","maxIterations":100000,"steps":[{"id":"s","type":"set","values":{"v":"${loop.index}{{Large}}" } }] }],"output":"${steps.l.output.iterations}" }""";

    private static string Script() => $$"""{"input":{"t":"{{Text}}"} }""";

    private static async Task RefusedAsync(string spec, string script, string bound, TimeProvider? time = null)
    {
        var (report, error) = await Trial.TryAsync(spec, script, time ?? TimeProvider.System);
        Assert.True(error is not null, report.ValueKind == JsonValueKind.Undefined ? "" : report.Status());
        Assert.Equal((422, ErrorCodes.TrialLimit), (error.Status, error.Code));
        Assert.Contains(bound, error.Message, StringComparison.Ordinal);
    }
}
